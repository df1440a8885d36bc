package dev.waybill.cli.endtoend.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import dev.waybill.cli.endtoend.store.RemoteKind;
import dev.waybill.domain.sync.SyncDirection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// `kill -9` at any moment, then the same command: only what is missing moves, nothing half-written is ever seen, and
/// nothing is left behind.
///
/// `-Dwaybill.test.args=-Dwaybill.kill.moments=50` kills that often in each direction on a folder, on S3 and by SFTP,
/// a fifth of that on each other store, and writes what it saw to `target/kill-moments.txt`;
/// `-Dwaybill.kill.stores=FOLDER,S3` names the stores. Without that it kills once on each store that loses nothing.
class KillTest {
    private static final int MOMENTS = Integer.getInteger("waybill.kill.moments", 1);
    private static final long SEED = Long.getLong("waybill.kill.seed", 20261128L);
    private static final String STORES = System.getProperty("waybill.kill.stores", "");

    /// Those whose ways of keeping parts differ most; the others are killed less often.
    private static final Set<RemoteKind> OFTEN =
            EnumSet.of(RemoteKind.FOLDER, RemoteKind.S3, RemoteKind.S3_LOSSY, RemoteKind.SFTP);

    /// How long after a part has moved the process dies: within the next one.
    private static final int JITTER_MICROS = 250_000;

    private static final Pattern RESUMED = Pattern.compile("\"resumed\":\\{\"objects\":(\\d+),\"parts\":(\\d+)");

    @TempDir
    private static Path shared;

    private static KillFiles files;

    @TempDir
    private Path folder;

    @BeforeAll
    static void make_the_files() throws IOException {
        files = new KillFiles(shared.resolve("files"), MOMENTS == 1 ? 21 << 20 : 33 << 20);
    }

    static Stream<Arguments> moments() {
        return Stream.of(RemoteKind.values())
                .filter(KillTest::isAsked)
                .flatMap(kind -> directions(kind)
                        .flatMap(direction -> IntStream.range(
                                        0, OFTEN.contains(kind) ? MOMENTS : Math.ceilDiv(MOMENTS, 5))
                                .mapToObj(moment -> Arguments.of(kind, direction, moment))));
    }

    private static boolean isAsked(RemoteKind kind) {
        return STORES.isEmpty()
                ? MOMENTS > 1 || kind != RemoteKind.S3_LOSSY
                : List.of(STORES.split(",", -1)).contains(kind.name());
    }

    /// A pull makes the same of every store: ranges, journalled on this side.
    private static Stream<SyncDirection> directions(RemoteKind kind) {
        return MOMENTS > 1 || kind == RemoteKind.FOLDER || kind == RemoteKind.S3
                ? Stream.of(SyncDirection.values())
                : Stream.of(SyncDirection.PUSH);
    }

    @ParameterizedTest(name = "{0} {1} moment {2}")
    @MethodSource("moments")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void a_run_that_is_killed_is_finished_by_the_same_command(RemoteKind kind, SyncDirection direction, int moment)
            throws Exception {
        var random = new Random(SEED + 1000L * (kind + " " + direction).hashCode() + moment);
        try (var scene = new KillScene(folder, kind, direction, files)) {
            long writesBefore = scene.partWrites();
            // Once only, it is where some of what moved must be gone on with.
            long after = MOMENTS == 1
                    ? random.nextLong(KillScene.SLOTS + 1L, scene.parts())
                    : random.nextLong(scene.parts() + 1);
            long jitter = random.nextInt(JITTER_MICROS) * 1000L;
            boolean killed = runAndKill(scene, after, jitter);
            scene.requireVisibleEqual(files);
            long held = scene.heldParts();

            CommandRun.Result again = scene.finish();

            assertThat(again.status()).as(again.all()).isZero();
            assertThat(again.out()).doesNotContain("begun-anew");
            long resumed = resumedParts(again);
            assertThat(held - resumed).as("whole parts that moved again").isBetween(0L, (long) KillScene.SLOTS);
            long writes = scene.partWrites() - writesBefore;
            if (direction == SyncDirection.PUSH && writesBefore >= 0) {
                assertThat(writes).as("writes of parts").isLessThanOrEqualTo(scene.parts() + KillScene.SLOTS);
            }
            int lost = scene.requireNothingUnfinished();
            scene.requireEqual(files);
            var added = scene.addToEachFolder();
            assertThat(added.status()).as(added.all()).isZero();
            assertThat(scene.leftovers()).as("what is left beside the objects").isEmpty();
            note("%s %s %d: killed %s after %d of %d parts and %d ms, held %d, resumed %d, part writes %d, lost %d%n"
                    .formatted(
                            kind,
                            direction,
                            moment,
                            killed,
                            after,
                            scene.parts(),
                            jitter / 1_000_000,
                            held,
                            resumed,
                            writes,
                            lost));
        }
    }

    /// Runs the command in a process and kills it a moment after so many parts have moved. Looks at the target all the
    /// time.
    ///
    /// @return whether it was still running
    private static boolean runAndKill(KillScene scene, long parts, long thenNanos)
            throws IOException, InterruptedException {
        Process process = scene.start();
        try {
            while (process.isAlive() && scene.progress() < parts) {
                LockSupport.parkNanos(20_000_000);
            }
            long due = System.nanoTime() + thenNanos;
            while (process.isAlive() && System.nanoTime() < due) {
                scene.requireOnlyWholeVisible();
                LockSupport.parkNanos(Math.clamp(due - System.nanoTime(), 0, 5_000_000));
            }
            boolean running = process.isAlive();
            assertThat(running || process.exitValue() == 0).as(scene.said()).isTrue();
            return running;
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private static long resumedParts(CommandRun.Result run) {
        Matcher summary = RESUMED.matcher(run.lines().getLast());
        assertThat(summary.find()).as(run.out()).isTrue();
        return Long.parseLong(summary.group(2));
    }

    private static void note(String line) throws IOException {
        if (MOMENTS > 1) {
            Files.writeString(
                    Path.of("target", "kill-moments.txt"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
