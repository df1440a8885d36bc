package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandProcess;
import dev.waybill.testkit.s3.S3WireServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C, on a process of its own.
class InterruptionTest {
    /// Two seconds are promised; the rest is for a machine that is busy with other tests.
    private static final Duration ENDED_BY = Duration.ofSeconds(6);

    private static final int SIGINT_STATUS = 130;

    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder).withS3();
    }

    @AfterEach
    void close() {
        project.close();
    }

    @Test
    void an_interrupted_push_ends_at_once_and_the_next_one_finishes() throws IOException, InterruptedException {
        project.file("storage/big.bin", "x".repeat(40 << 20)).file("storage/small.txt", "small");
        var underWay = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        stallParts(underWay, release);
        Process push = start("push");
        try {
            assertThat(underWay.await(20, TimeUnit.SECONDS))
                    .as("a part is under way")
                    .isTrue();
            long interrupted = System.nanoTime();
            interrupt(push);
            assertThat(push.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - interrupted)).isLessThan(ENDED_BY);
            assertThat(push.exitValue()).isEqualTo(SIGINT_STATUS);
        } finally {
            release.countDown();
            push.destroyForcibly();
        }
        assertThat(project.run("stat", "s3:big.bin").status())
                .as("nothing half-written shows")
                .isEqualTo(3);
        assertThat(folder.resolve("output.txt"))
                .content()
                .contains("1 transfer of large objects can go on where it was");
        var again = project.run("push");
        assertThat(again.status()).as(again.all()).isZero();
        assertThat(project.run("stat", "s3:big.bin").out()).containsPattern("size +" + (40 << 20));
    }

    @Test
    void an_interrupted_pull_shows_nothing_half_written() throws IOException, InterruptedException {
        project.file("storage/big.bin", "x".repeat(40 << 20));
        assertThat(project.run("push").status()).isZero();
        var underWay = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        project.server().interceptNext(request -> {
            if (request.startsWith("GET /bucket/data/big.bin")) {
                underWay.countDown();
                await(release);
            }
            return Optional.empty();
        });
        java.nio.file.Files.createDirectories(folder.resolve("elsewhere/storage"));
        Process pull =
                start("pull", "--storage", folder.resolve("elsewhere/storage").toString());
        try {
            assertThat(underWay.await(20, TimeUnit.SECONDS))
                    .as("a range is under way")
                    .isTrue();
            interrupt(pull);
            assertThat(pull.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(pull.exitValue()).isEqualTo(SIGINT_STATUS);
        } finally {
            release.countDown();
            pull.destroyForcibly();
        }
        assertThat(folder.resolve("elsewhere/storage/big.bin")).doesNotExist();
    }

    @Test
    void a_get_that_is_interrupted_ends_at_once_and_leaves_no_file() throws IOException, InterruptedException {
        project.file("weights.bin", "w".repeat(100_000));
        assertThat(project.run("artifact", "save", "model/net", "weights.bin").status())
                .isZero();
        var underWay = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        project.server().interceptNext(request -> {
            if (request.startsWith("GET ") && request.contains("/.dedup/")) {
                underWay.countDown();
                await(release);
            }
            return Optional.empty();
        });
        Process get = start("artifact", "get", "net", "out");
        try {
            assertThat(underWay.await(30, TimeUnit.SECONDS)).isTrue();
            interrupt(get);
            assertThat(get.waitFor(5, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(get.exitValue()).isEqualTo(SIGINT_STATUS);
        } finally {
            release.countDown();
            get.destroyForcibly();
        }
        assertThat(project.tree("out")).isEmpty();
        assertThat(project.run("artifact", "get", "net", "out").status()).isZero();
    }

    @Test
    void syncs_of_metadata_that_go_on_see_what_is_new_and_end_when_they_are_interrupted()
            throws IOException, InterruptedException {
        project.file("weights.bin", "first");
        assertThat(project.run("artifact", "save", "model/net", "weights.bin").status())
                .isZero();
        Process sync = start("remote", "sync", "s3", "s3:empty", "--every", "1s", "--trust-generation", "1d");
        try {
            awaitOutput(sync, "now 1 artifact");
            awaitOutput(sync, "s3:empty: nothing new: 0 artifacts");
            project.file("weights.bin", "second");
            assertThat(project.run("artifact", "save", "model/net", "weights.bin")
                            .status())
                    .isZero();
            awaitOutput(sync, "2 versions");
            interrupt(sync);
            assertThat(sync.waitFor(20, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(sync.exitValue()).isEqualTo(SIGINT_STATUS);
        } finally {
            sync.destroyForcibly();
        }
    }

    private void awaitOutput(Process process, String text) throws IOException {
        long due = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Path output = folder.resolve("output.txt");
        while (!java.nio.file.Files.readString(output).contains(text)) {
            assertThat(System.nanoTime() < due && process.isAlive())
                    .as(java.nio.file.Files.readString(output))
                    .isTrue();
            LockSupport.parkNanos(20_000_000);
        }
    }

    private void stallParts(CountDownLatch underWay, CountDownLatch release) {
        project.server().interceptNext(request -> {
            if (request.startsWith("PUT /bucket/data/big.bin")) {
                underWay.countDown();
                await(release);
                return Optional.of(new S3WireServer.ScriptedAnswer(503, "SlowDown", java.util.Map.of()));
            }
            return Optional.empty();
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(25, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process start(String... arguments) throws IOException {
        var command = new java.util.ArrayList<>(withDefaultSignals());
        command.addAll(CommandProcess.waybill(List.of(arguments)));
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile());
        builder.environment().put("KEY", "someone");
        builder.environment().put("SECRET", Project.SECRET);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        return builder.start();
    }

    /// Undoes what a shell does to what it starts in the background: a process whose parent ignores SIGINT does so too.
    private static List<String> withDefaultSignals() throws IOException {
        var env = List.of("env", "--default-signal=INT");
        var probe = new java.util.ArrayList<>(env);
        probe.add("true");
        try {
            boolean known =
                    new ProcessBuilder(probe).redirectErrorStream(true).start().waitFor() == 0;
            return known ? env : List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start();
        assertThat(kill.waitFor())
                .as(new String(kill.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isZero();
    }
}
