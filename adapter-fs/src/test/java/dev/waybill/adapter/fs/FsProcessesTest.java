package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.PreconditionFailed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Conditions hold among processes.
final class FsProcessesTest {
    private static final int PROCESSES = 3;
    private static final int COUNTS = 60;

    @TempDir
    Path root;

    /// What each process runs: it starts the counter if it is not there, and adds to it [#COUNTS] times.
    static final class Counter {
        private Counter() {}

        public static void main(String[] arguments) throws Exception {
            try (var store = FsFixture.of(FsConfig.of(Path.of(arguments[0])).withFsync(false))) {
                System.out.println("ready");
                System.in.read();
                if (attempt(store, "0", Precondition.ABSENT)) {
                    System.out.println("started it");
                }
                for (int i = 0; i < COUNTS; i++) {
                    boolean counted = false;
                    while (!counted) {
                        counted = count(store);
                    }
                }
            }
        }

        private static boolean count(FsFixture store) throws Exception {
            try (var content = store.store().get(ObjectKey.of("a/counter"), GetOptions.WHOLE)) {
                var text = new String(content.stream().readAllBytes(), StandardCharsets.UTF_8);
                var etag = content.metadata().etag().orElseThrow();
                return attempt(store, "" + (Integer.parseInt(text) + 1), Precondition.matches(etag));
            }
        }

        private static boolean attempt(FsFixture store, String text, Precondition condition) {
            try {
                store.put("a/counter", text, PutOptions.DEFAULT.withPrecondition(condition));
                return true;
            } catch (PreconditionFailed lost) {
                return false;
            }
        }
    }

    @Test
    void processes_that_count_under_a_condition_lose_no_count() throws Exception {
        var processes = new ArrayList<Process>();
        try {
            for (int i = 0; i < PROCESSES; i++) {
                processes.add(Programs.java(Counter.class, List.of(), root).start());
            }
            for (var process : processes) {
                assertThat(process.inputReader().readLine()).isEqualTo("ready");
            }
            for (var process : processes) {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
            }
            long starters = 0;
            for (var process : processes) {
                starters += process.inputReader().lines().count();
                assertThat(process.waitFor()).isZero();
            }
            assertThat(starters).isEqualTo(1);
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        assertThat(root.resolve("a/counter")).hasContent("" + PROCESSES * COUNTS);
        assertThat(FsFixture.tree(root)).containsExactly("a", "a/counter");
    }
}
