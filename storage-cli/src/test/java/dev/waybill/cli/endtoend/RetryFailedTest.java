package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Only what failed is tried again.
class RetryFailedTest {
    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder);
        project.withS3()
                .file("storage/a.txt", "alpha")
                .file("storage/b.txt", "beta")
                .file("storage/c.txt", "gamma");
    }

    @AfterEach
    void close() {
        project.close();
    }

    private static String failed(String key) {
        return "{\"v\":1,\"type\":\"object\",\"status\":\"failed\",\"key\":\"" + key + "\",\"kind\":\"item\"}\n";
    }

    @Test
    void only_what_failed_is_pushed_and_nothing_is_listed() {
        project.file(
                "events.ndjson",
                failed("a.txt") + failed("gone.txt") + "{\"v\":1,\"type\":\"summary\",\"command\":\"push\"}\n");
        long before = project.server().requests().size();
        var run = project.run("push", "--retry-failed", "events.ndjson");
        assertThat(run.status()).as(run.all()).isZero();
        assertThat(run.out()).contains("1 object");
        assertThat(project.server()
                        .requests()
                        .subList((int) before, project.server().requests().size()))
                .noneMatch(request -> request.contains("list-type"));
        assertThat(project.run("ls", "s3:").out()).contains("a.txt").doesNotContain("b.txt");
    }

    @Test
    void what_a_run_tells_is_what_the_next_one_retries() throws IOException {
        project.file("storage/" + "d/x.txt", "delta");
        var first = project.run("push", "--output", "ndjson", "--exclude", "d/");
        project.file("events.ndjson", first.out() + failed("d/x.txt") + "{\"v\":1,\"type\":\"obj");
        assertThat(project.run("push", "--retry-failed", "events.ndjson").status())
                .as("events that were cut off")
                .isEqualTo(0);
        assertThat(project.run("cat", "s3:d/x.txt").out()).isEqualTo("delta");
        Files.delete(project.path("events.ndjson"));
        assertThat(project.run("push", "--retry-failed", "events.ndjson").status())
                .isEqualTo(3);
    }

    @Test
    void events_of_a_run_the_other_way_and_what_are_no_events_are_refused() {
        project.file("pull.ndjson", failed("a.txt") + "{\"v\":1,\"type\":\"summary\",\"command\":\"pull\"}\n");
        project.file("odd.ndjson", "hello\n");
        project.file("key.ndjson", failed("../../etc/passwd"));
        for (String file : new String[] {"pull.ndjson", "odd.ndjson", "key.ndjson"}) {
            var run = project.run("push", "--retry-failed", file);
            assertThat(run.status()).as(file).isEqualTo(2);
            assertThat(run.err()).contains(file + ", line ");
        }
        assertThat(project.run("push", "--delete", "--retry-failed", "pull.ndjson")
                        .status())
                .isEqualTo(2);
        assertThat(project.requests("PUT")).isZero();
    }
}
