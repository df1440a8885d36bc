package dev.waybill.cli.endtoend.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.adapter.sqlite.SqliteSyncBaseStore;
import dev.waybill.cli.CommandRun;
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

    private Process start() throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.waybill.cli.Waybill",
                        "artifact",
                        "get",
                        "net",
                        "out",
                        "--in",
                        "far:")
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("killed.txt").toFile());
        builder.environment().put("SECRET", TestRemote.SECRET);
        builder.environment().put("HOME", root.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder.start();
    }

    private int partsThere() {
        var state = SqliteSyncBaseStore.beside(root.resolve("out"));
        if (!Files.exists(state)) {
            return 0;
        }
        try (var local = ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT)
                        .openStore(root);
                SyncBase base = new SqliteSyncBaseStore(state, warning -> {})
                        .openReadOnly(new SyncPair(local.store(), local.store()))) {
            return base.transfers().unfinished(local.store()).stream()
                    .mapToInt(transfer -> transfer.parts().size())
                    .sum();
        } catch (SyncRefused.StateUnusable beingMade) {
            return 0;
        }
    }

    private List<String> leftovers() throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.map(path -> root.relativize(path).toString())
                    .filter(name -> name.contains(".waybill-"))
                    .toList();
        }
    }

    @Test
    void a_get_that_is_killed_goes_on_with_what_it_has() throws Exception {
        var weights = new byte[BYTES];
        new Random(11).nextBytes(weights);
        Files.write(root.resolve("weights.bin"), weights);
        try (var server = S3WireServer.start(Clock.systemUTC());
                var proxy = FaultProxy.to("127.0.0.1", server.endpoint().getPort())) {
            server.allow(S3Credentials.of("someone", TestRemote.SECRET));
            server.createBucket("bucket");
            configure(proxy.port());
            var saved = command().run("artifact", "save", "model/net", "weights.bin", "--in", "far:");
            assertThat(saved.status()).as(saved.all()).isZero();

            proxy.onEvery(new WireFault.Slow(WireFault.Direction.DOWN, SLOW));
            Process process = start();
            try {
                while (process.isAlive() && partsThere() == 0) {
                    LockSupport.parkNanos(10_000_000);
                }
            } finally {
                process.destroyForcibly();
                process.waitFor();
            }
            assertThat(partsThere())
                    .as(Files.readString(root.resolve("killed.txt")))
                    .isPositive();
            assertThat(root.resolve("out/weights.bin")).doesNotExist();

            proxy.heal();
            long before = proxy.statistics().bytesDown();
            var again = command().run("artifact", "get", "net", "out", "--in", "far:");
            assertThat(again.status()).as(again.all()).isZero();
            assertThat(root.resolve("out/weights.bin")).hasBinaryContent(weights);
            assertThat(proxy.statistics().bytesDown() - before)
                    .as("bytes fetched again")
                    .isLessThan(BYTES - (16 << 20) + (1 << 20));
            assertThat(leftovers()).isEmpty();
        }
    }
}
