package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// What a run holds in memory does not grow with the number of objects. `make test-bounded` does it with five million.
class BoundedRunTest {
    private static final String COUNT = "waybill.bounded.objects";
    private static final long MANY = Long.getLong(COUNT, 20_000);
    private static final long DOCUMENTS = Math.max(3_000, MANY / 10);
    private static final String HEAP = "-Xmx" + System.getProperty("waybill.bounded.heap", "64m");
    private static final long SLACK_BYTES = 16L << 20;

    /// What a listing and a catalog say of one document together has more than 2 KiB, since their keys are long.
    private static final long DOCUMENTS_SLACK_BYTES = 2L << 20;

    @TempDir
    private Path folder;

    private List<String> run(Class<?> what, String name, long count) throws IOException, InterruptedException {
        Process run = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        HEAP,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        what.getName(),
                        folder.resolve(name).resolve("state.db").toString(),
                        Long.toString(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = new BufferedReader(new InputStreamReader(run.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> lines = out.lines().toList();
            assertThat(run.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue()).as(lines.toString()).isZero();
            return lines;
        } finally {
            run.destroyForcibly();
        }
    }

    /// So many take no more memory than a tenth of them.
    private void assertBounded(Class<?> what, String ofThem, long count, String done)
            throws IOException, InterruptedException {
        List<String> few = run(what, what.getSimpleName() + "-few", count / 10);
        List<String> many = run(what, what.getSimpleName() + "-many", count);

        assertThat(many.getFirst()).isEqualTo(done + ", " + (count - count / 10) + " deleted, " + count / 10 + " left");
        System.out.println(HEAP + ", " + count + " " + ofThem + ": " + many.getLast()
                + " bytes live at most; a tenth of them: " + few.getLast());
        assertThat(Long.parseLong(many.getLast())).isLessThan(Long.parseLong(few.getLast()) + SLACK_BYTES);
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void ten_times_as_many_objects_take_no_more_memory() throws IOException, InterruptedException {
        assertBounded(BoundedRun.class, "objects", MANY, MANY + " pushed, " + MANY + " unchanged");
    }

    @Test
    @EnabledIfSystemProperty(named = COUNT, matches = "\\d+", disabledReason = "shows with many only")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void neither_making_a_plan_in_a_file_nor_applying_it_holds_its_steps() throws IOException, InterruptedException {
        assertBounded(
                BoundedPlan.class, "steps", MANY, MANY + " planned, " + MANY + " pushed, " + MANY + " found done");
    }

    @Test
    @EnabledIfSystemProperty(named = COUNT, matches = "\\d+", disabledReason = "shows with many only")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void nor_does_a_run_in_both_directions_hold_what_it_compares() throws IOException, InterruptedException {
        assertBounded(BoundedTwoWay.class, "objects both ways", MANY, MANY + " pushed, " + MANY + " unchanged");
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void a_metadata_sync_holds_neither_the_listing_nor_what_it_fetches_nor_the_catalog()
            throws IOException, InterruptedException {
        List<String> few = run(BoundedMetadataSync.class, "few", DOCUMENTS / 10);
        List<String> many = run(BoundedMetadataSync.class, "many", DOCUMENTS);

        assertThat(many.getFirst()).isEqualTo(DOCUMENTS + " fetched, then " + DOCUMENTS + " listed and 0 fetched");
        System.out.println(HEAP + ", " + DOCUMENTS + " documents: " + many.getLast()
                + " bytes live at most; a tenth of them: " + few.getLast());
        assertThat(Long.parseLong(many.getLast())).isLessThan(Long.parseLong(few.getLast()) + DOCUMENTS_SLACK_BYTES);
    }
}
