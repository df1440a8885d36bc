package dev.waybill.cli.endtoend.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.adapter.sqlite.SqliteSyncBaseStore;
import dev.waybill.cli.CommandProcess;
import dev.waybill.cli.CommandRun;
import dev.waybill.cli.endtoend.SameContent;
import dev.waybill.cli.endtoend.store.TestRemote;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.WireFault;
import dev.waybill.testkit.s3.S3Credentials;
import dev.waybill.testkit.s3.S3WireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A download of an artifact that is killed goes on with the same command.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ArtifactGetKillTest {
    private static final int BYTES = 3 * (16 << 20);
    private static final int SMALL = 600_000;
    private static final long SLOW = 12 << 20;

    @TempDir
    private Path root;

    private CommandRun command() {
        return CommandRun.in(root).with("SECRET", TestRemote.SECRET);
    }

    private void configure(int port) throws IOException {
        Files.writeString(root.resolve("waybill.yaml"), """
                remotes:
                  far:
                    provider: s3
                    endpoint: "http://127.0.0.1:%d"
                    profile: aws
                    pathStyle: true
                    region: us-east-1
                    bucket: bucket
                    accessKeyId: someone
                    secretAccessKey: "${env:SECRET}"
                """.formatted(port));
    }

    /// Starts `waybill artifact get` with these arguments.
    private Process start(String output, String... arguments) throws IOException {
        var builder = new ProcessBuilder(CommandProcess.waybill(get(arguments)))
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve(output).toFile());
        builder.environment().put("SECRET", TestRemote.SECRET);
        builder.environment().put("HOME", root.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.start();
    }

    private static List<String> get(String... arguments) {
        var get = new ArrayList<>(List.of("artifact", "get", "--in", "far:"));
        get.addAll(List.of(arguments));
        return get;
    }

    /// How many parts are written down in a state file for a folder.
    private int partsThere(Path state, Path folder) {
        if (!Files.exists(state)) {
            return 0;
        }
        try (var local = ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT)
                        .openStore(folder);
                SyncBase base = new SqliteSyncBaseStore(state, warning -> {})
                        .openReadOnly(new SyncPair(local.store(), local.store()))) {
            return base.transfers().unfinished(local.store()).stream()
                    .mapToInt(transfer -> transfer.parts().size())
                    .sum();
        } catch (SyncRefused.StateUnusable beingMade) {
            return 0;
        }
    }

    private byte[] weights(int length) throws IOException {
        var weights = new byte[length];
        new Random(11).nextBytes(weights);
        Files.write(root.resolve("weights.bin"), weights);
        return weights;
    }

    /// Saves the weights in a bucket behind a proxy, and does something with them.
    private void saved(Work work) throws Exception {
        try (var server = S3WireServer.start(Clock.systemUTC());
                var proxy = FaultProxy.to("127.0.0.1", server.endpoint().getPort())) {
            server.allow(S3Credentials.of("someone", TestRemote.SECRET));
            server.createBucket("bucket");
            configure(proxy.port());
            var saved = command().run("artifact", "save", "model/net", "weights.bin", "--in", "far:");
            assertThat(saved.status()).as(saved.all()).isZero();
            work.with(proxy);
        }
    }

    private interface Work {
        void with(FaultProxy proxy) throws Exception;
    }

    private List<String> leftovers() throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.map(path -> root.relativize(path).toString())
                    .filter(name -> name.contains(".waybill-"))
                    .toList();
        }
    }

    private void killedAndGoneOn(Path state, Path folder, Path file, String... arguments) throws Exception {
        byte[] weights = weights(BYTES);
        saved(proxy -> {
            proxy.onEvery(new WireFault.Slow(WireFault.Direction.DOWN, SLOW));
            Process process = start("killed.txt", arguments);
            try {
                while (process.isAlive() && (!Files.isDirectory(folder) || partsThere(state, folder) == 0)) {
                    LockSupport.parkNanos(10_000_000);
                }
            } finally {
                process.destroyForcibly();
                process.waitFor();
            }
            assertThat(partsThere(state, folder))
                    .as(Files.readString(root.resolve("killed.txt")))
                    .isPositive();
            assertThat(file).doesNotExist();

            proxy.heal();
            long before = proxy.statistics().bytesDown();
            var again = command().run(get(arguments).toArray(String[]::new));
            assertThat(again.status()).as(again.all()).isZero();
            SameContent.require(file, weights);
            assertThat(proxy.statistics().bytesDown() - before)
                    .as("bytes fetched again")
                    .isLessThan(BYTES - (16 << 20) + (1 << 20));
            assertThat(leftovers()).isEmpty();
        });
    }

    @Test
    void a_get_that_is_killed_goes_on_with_what_it_has() throws Exception {
        Path out = root.resolve("out");
        killedAndGoneOn(SqliteSyncBaseStore.beside(out), root, out.resolve("weights.bin"), "net", "out");
    }

    @Test
    void a_get_into_the_cache_that_is_killed_goes_on_with_what_it_has() throws Exception {
        Path cache = root.resolve(".cache/waybill");
        killedAndGoneOn(
                cache.resolve("cache/transfers.db"),
                cache.resolve("content"),
                root.resolve("linked/weights.bin"),
                "net",
                "linked",
                "--link");
    }

    @Test
    void of_two_processes_that_want_one_content_one_fetches_it() throws Exception {
        byte[] weights = weights(SMALL);
        saved(proxy -> {
            proxy.onEvery(new WireFault.Slow(WireFault.Direction.DOWN, SMALL / 2));
            long before = proxy.statistics().bytesDown();
            Process one = start("one.txt", "net", "one", "--link");
            Process two = start("two.txt", "net", "two", "--link");
            try {
                assertThat(one.waitFor())
                        .as(Files.readString(root.resolve("one.txt")))
                        .isZero();
                assertThat(two.waitFor())
                        .as(Files.readString(root.resolve("two.txt")))
                        .isZero();
            } finally {
                one.destroyForcibly();
                two.destroyForcibly();
            }
            SameContent.require(root.resolve("one/weights.bin"), weights);
            assertThat(Files.isSameFile(root.resolve("one/weights.bin"), root.resolve("two/weights.bin")))
                    .isTrue();
            assertThat(proxy.statistics().bytesDown() - before).isLessThan(SMALL + SMALL / 2);
        });
    }

    @Test
    void a_get_that_is_stopped_as_by_ctrl_z_goes_on_when_it_is_continued() throws Exception {
        byte[] weights = weights(SMALL);
        saved(proxy -> {
            proxy.onEvery(new WireFault.Slow(WireFault.Direction.DOWN, SMALL / 4));
            Process process = start("stopped.txt", "net", "out");
            try {
                awaitBytes(proxy, process);
                signal(process, "STOP");
                assertThat(state(process)).isEqualTo("T");
                assertThat(root.resolve("out/weights.bin")).doesNotExist();
                signal(process, "CONT");
                assertThat(process.waitFor())
                        .as(Files.readString(root.resolve("stopped.txt")))
                        .isZero();
                SameContent.require(root.resolve("out/weights.bin"), weights);
            } finally {
                process.destroyForcibly();
            }
        });
    }

    /// Waits until a tenth of the weights was sent.
    private static void awaitBytes(FaultProxy proxy, Process process) {
        long before = proxy.statistics().bytesDown();
        while (process.isAlive() && proxy.statistics().bytesDown() - before < SMALL / 10) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /// What the system says that a process does: `T` is stopped.
    private static String state(Process process) throws IOException {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        for (int i = 0; i < 200; i++) {
            String text = Files.readString(stat);
            String state = text.substring(text.lastIndexOf(')') + 2, text.lastIndexOf(')') + 3);
            if (state.equals("T")) {
                return state;
            }
            LockSupport.parkNanos(10_000_000);
        }
        return Files.readString(stat);
    }
}
