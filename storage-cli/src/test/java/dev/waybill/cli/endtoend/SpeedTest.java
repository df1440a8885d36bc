package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.exit.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How fast a run may be is chosen, pinned or bounded.
class SpeedTest {
    @TempDir
    private Path folder;

    private Project project;

    @BeforeEach
    void make_a_project() {
        project = new Project(folder).withS3().file("storage/a.txt", "x".repeat(700 << 10));
    }

    @AfterEach
    void close_the_project() {
        project.close();
    }

    @Test
    void the_number_of_transfers_that_was_chosen_is_told_and_a_pinned_one_is_not() {
        assertThat(project.run("push").out()).contains("32 transfers at once in the end");
        project.file("storage/b.txt", "b");
        assertThat(project.run("push", "--output", "ndjson").out()).contains("\"transfersChosen\":32");
        project.file("storage/b.txt", "other");
        assertThat(project.run("push", "--transfers", "3").out())
                .contains("pushed")
                .doesNotContain("at once");
        project.file("storage/b.txt", "another");
        assertThat(project.run("push", "--transfers", "3", "--output", "ndjson").out())
                .contains("\"summary\"")
                .doesNotContain("transfersChosen");
    }

    @Test
    void a_rate_holds_bytes_back_and_off_does_not() {
        long begin = System.nanoTime();
        var run = project.run("push", "--limit-rate", "1M");
        var took = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(run.status()).as(run.all()).isZero();
        assertThat(took).isGreaterThan(Duration.ofMillis(500));

        var freely = project.run("push", "--limit-rate", "00:00,off 12:00,off", "--limit-requests", "1000/s");
        assertThat(freely.status()).as(freely.all()).isZero();
    }

    @Test
    void copies_artifacts_and_metadata_are_held_back_alike() {
        project.file("out/large.bin", "x".repeat(3 << 19));
        for (String command : List.of(
                "cp out/large.bin s3:large.bin --limit-rate 1M",
                "artifact save model/net out --in s3: --limit-rate 1M",
                "artifact get net:v1 mine --in s3: --no-cache --limit-rate 1M",
                "remote sync s3 --limit-requests 2/s")) {
            long begin = System.nanoTime();
            var run = project.run(command.split(" "));
            var took = Duration.ofNanos(System.nanoTime() - begin);
            assertThat(run.status()).as(command + run.all()).isZero();
            assertThat(took).as(command).isGreaterThan(Duration.ofMillis(500));
        }
        var wrong = project.run("cp", "out/large.bin", "s3:other.bin", "--limit-rate", "fast");
        assertThat(wrong.status()).isEqualTo(ExitCode.USAGE.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0M", "10", "fast", "10T", "08:00,1M 08:00,2M", "8,1M", "08:00,1M,off", "-1M", "25:00,1M"})
    void what_is_no_rate_is_refused_by_its_name_and_the_rule(String rate) {
        var run = project.run("push", "--limit-rate=" + rate);

        assertThat(run.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(run.err()).contains("not a rate: " + rate).contains("K, M or G");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/s", "5M", "many"})
    void what_is_no_rate_of_requests_is_refused_by_its_name_and_the_rule(String rate) {
        var run = project.run("push", "--limit-requests=" + rate);

        assertThat(run.status()).isEqualTo(ExitCode.USAGE.status());
        assertThat(run.err()).contains("not a rate: " + rate).contains("50/s");
    }
}
