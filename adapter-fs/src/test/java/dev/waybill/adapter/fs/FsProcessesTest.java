package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.PreconditionFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Conditions hold among processes.
final class FsProcessesTest {
    private static final int THREADS = 4;
    private static final int COUNTS = 15;

    @TempDir
    Path root;

    /// What each process runs: each of its threads starts the counters that are not there, and adds to each
    /// [#COUNTS] times.
    static final class Counter {
        private Counter() {}

        public static void main(String[] arguments) throws Exception {
            var keys = System.getProperty("keys").split(",", -1);
            try (var store = FsFixture.of(FsConfig.of(Path.of(arguments[0])).withFsync(false));
                    var pool = Executors.newFixedThreadPool(THREADS)) {
                System.out.println("ready");
                System.in.read();
                Callable<Void> counting = () -> countAll(store, keys);
                for (var done : pool.invokeAll(
                        IntStream.range(0, THREADS).mapToObj(i -> counting).toList())) {
                    done.get();
                }
            }
        }

        private static Void countAll(FsFixture store, String[] keys) throws IOException {
            for (String key : keys) {
                if (attempt(store, key, "0", Precondition.ABSENT)) {
                    System.out.println("started " + key);
                }
            }
            for (int i = 0; i < COUNTS * keys.length; i++) {
                boolean counted = false;
                while (!counted) {
                    counted = count(store, keys[i % keys.length]);
                }
            }
            return null;
        }

        private static boolean count(FsFixture store, String key) throws IOException {
            try (var content = store.store().get(ObjectKey.of(key), GetOptions.WHOLE)) {
                var text = new String(content.stream().readAllBytes(), StandardCharsets.UTF_8);
                var etag = content.metadata().etag().orElseThrow();
                return attempt(store, key, "" + (Integer.parseInt(text) + 1), Precondition.matches(etag));
            }
        }

        private static boolean attempt(FsFixture store, String key, String text, Precondition condition) {
            try {
                store.put(key, text, PutOptions.DEFAULT.withPrecondition(condition));
                return true;
            } catch (PreconditionFailed lost) {
                return false;
            }
        }
    }

    private static Process counter(Path root, String keys) throws IOException {
        return Programs.java(Counter.class, List.of("-Dkeys=" + keys), root).start();
    }

    /// Lets them all count at once.
    ///
    /// @return what they say they started
    private static List<String> run(List<Process> processes) throws Exception {
        try {
            for (var process : processes) {
                assertThat(process.inputReader().readLine()).isEqualTo("ready");
            }
            for (var process : processes) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            }
            var started = new ArrayList<String>();
            for (var process : processes) {
                started.addAll(process.inputReader().lines().toList());
                assertThat(process.waitFor()).isZero();
            }
            return started;
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void threads_of_processes_that_count_in_several_folders_under_a_condition_lose_no_count() throws Exception {
        String keys = "a/counter,a/other,b/counter,counter";

        var started = run(List.of(counter(root, keys), counter(root, keys), counter(root, keys)));

        assertThat(started)
                .containsExactlyInAnyOrder(
                        "started a/counter", "started a/other", "started b/counter", "started counter");
        for (String key : keys.split(",", -1)) {
            assertThat(root.resolve(key)).hasContent("" + 3 * THREADS * COUNTS);
        }
        assertThat(FsFixture.tree(root)).containsExactly("a", "a/counter", "a/other", "b", "b/counter", "counter");
    }

    @Test
    void processes_whose_roots_lie_one_in_the_other_lose_no_count() throws Exception {
        Path inner = Files.createDirectory(root.resolve("a"));

        var started = run(List.of(counter(root, "a/counter"), counter(inner, "counter")));

        assertThat(started).hasSize(1);
        assertThat(inner.resolve("counter")).hasContent("" + 2 * THREADS * COUNTS);
        assertThat(FsFixture.tree(root)).containsExactly("a", "a/counter");
    }
}
