package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import dev.waybill.testkit.s3.S3WireServer.ScriptedAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /// Has one request of this method and path fail, as some others might not.
    private void failOnce(String request, int status, String code) {
        project.server()
                .interceptNext(asked -> asked.equals(request)
                        ? Optional.of(new ScriptedAnswer(status, code, Map.of()))
                        : Optional.empty());
    }

    private List<String> since(int requests) {
        List<String> all = project.server().requests();
        return all.subList(requests, all.size());
    }

    private static boolean isListing(String request) {
        return request.matches("GET /bucket/?");
    }

    @Test
    void listings_are_seen_where_there_are_any() {
        project.run("push");
        assertThat(project.server().requests()).anyMatch(RetryFailedTest::isListing);
    }

    @Test
    void what_failed_in_a_push_is_retried_by_its_name_and_nothing_else_is_looked_at() {
        failOnce("PUT /bucket/data/b.txt", 418, "Teapot");
        var failed = project.run("push");
        assertThat(failed.status()).as(failed.all()).isEqualTo(4);
        assertThat(project.run("ls", "s3:").out()).contains("a.txt", "c.txt").doesNotContain("b.txt");

        project.file("storage/new.txt", "since then").file("storage/c.txt", "edited since");
        int before = project.server().requests().size();
        var retried = project.run("push", "--retry-failed", project.lastRun());
        assertThat(retried.status()).as(retried.all()).isZero();
        assertThat(retried.out()).contains("1 object");
        assertThat(since(before))
                .noneMatch(RetryFailedTest::isListing)
                .filteredOn(request -> request.startsWith("/bucket/data/", request.indexOf('/')))
                .contains("PUT /bucket/data/b.txt")
                .allMatch(request -> request.endsWith("/b.txt"));
        assertThat(project.run("cat", "s3:b.txt", "s3:c.txt").out()).isEqualTo("betagamma");
        assertThat(project.run("push").out()).contains("2 objects");
    }

    @Test
    void what_failed_in_a_pull_is_retried_by_its_name() {
        project.run("push");
        failOnce("GET /bucket/data/b.txt", 418, "Teapot");
        var failed = project.run("pull", "--storage", "copy");
        assertThat(failed.status()).as(failed.all()).isEqualTo(4);
        assertThat(project.tree("copy")).containsOnlyKeys("a.txt", "c.txt");

        String run = project.lastRun();
        var elsewhere = project.run("pull", "--retry-failed", run);
        assertThat(elsewhere.status()).isEqualTo(2);
        assertThat(elsewhere.err()).contains("run " + run + " was one on ").contains("--storage");

        var dry = project.run("pull", "--storage", "copy", "--retry-failed", run, "--dry-run");
        assertThat(dry.out()).contains("b.txt");
        var retried = project.run("pull", "--storage", "copy", "--retry-failed", run);
        assertThat(retried.status()).as(retried.all()).isZero();
        assertThat(project.tree("copy")).containsEntry("b.txt", "beta").hasSize(3);
    }

    /// Both sides have something new, and one object fails each way; what the run told.
    private String syncThatFailsBothWays() {
        project.run("push");
        for (String name : List.of("there", "there-too")) {
            var put = project.command().reading("from there").run("cp", "-", "s3:" + name + ".txt");
            assertThat(put.status()).as(put.all()).isZero();
        }
        project.file("storage/here.txt", "from here").file("storage/here-too.txt", "from here");
        failOnce("PUT /bucket/data/here.txt", 418, "Teapot");
        failOnce("GET /bucket/data/there.txt", 418, "Teapot");
        CommandRun.Result synced = project.run("sync", "--output", "ndjson");
        assertThat(synced.status()).as(synced.all()).isEqualTo(4);
        assertFailed(true, true);
        return synced.out();
    }

    /// Whether the one that failed each way has not arrived, where the others all have.
    private void assertFailed(boolean push, boolean pull) {
        String remote = project.run("ls", "s3:").out();
        assertThat(remote).contains("here-too.txt");
        assertThat(remote.lines().anyMatch(line -> line.strip().matches("(.*\\s)?here\\.txt")))
                .isEqualTo(!push);
        assertThat(project.tree("storage")).containsKey("there-too.txt");
        assertThat(project.tree("storage").containsKey("there.txt")).isEqualTo(!pull);
    }

    /// What the half of the last run in both directions that went in `direction` is called.
    private String half(String direction) {
        return project.run("runs", "--output", "ndjson").lines().stream()
                .filter(line ->
                        line.contains("\"command\":\"sync\"") && line.contains("\"direction\":\"" + direction + '"'))
                .map(line -> line.replaceFirst(".*\"run\":\"([^\"]+)\".*", "$1"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void each_half_of_a_run_in_both_directions_is_retried_by_the_command_of_its_direction() {
        String unused = syncThatFailsBothWays();
        var crossed = project.run("pull", "--retry-failed", half("push"));
        assertThat(crossed.status()).isEqualTo(2);
        assertThat(crossed.err()).contains("was a push, not a pull").contains("waybill push --retry-failed");
        assertFailed(true, true);

        project.file("storage/new.txt", "since then");
        assertRetriesItsHalf(half("push"), half("pull"));
        assertThat(project.run("ls", "s3:").out()).doesNotContain("new.txt");
    }

    private void assertRetriesItsHalf(String pushed, String pulled) {
        int before = project.server().requests().size();
        var push = project.run("push", "--retry-failed", pushed);
        assertThat(push.status()).as(push.all()).isZero();
        assertThat(since(before)).noneMatch(RetryFailedTest::isListing);
        assertFailed(false, true);
        var pull = project.run("pull", "--retry-failed", pulled);
        assertThat(pull.status()).as(pull.all()).isZero();
        assertFailed(false, false);
        assertThat(project.tree("storage")).containsEntry("there.txt", "from there");
        assertThat(project.run("cat", "s3:here.txt").out()).isEqualTo("from here");
    }

    @Test
    void so_it_is_by_the_events_of_both() {
        project.file("both.ndjson", syncThatFailsBothWays());
        assertRetriesItsHalf("both.ndjson", "both.ndjson");
    }

    @Test
    void a_run_in_which_nothing_failed_leaves_nothing_to_do() {
        project.run("push");
        project.file("storage/new.txt", "since then");
        project.file("events.ndjson", "{\"v\":1,\"type\":\"summary\",\"command\":\"push\"}\n");
        int before = project.server().requests().size();
        String run = project.lastRun();
        for (String named : new String[] {run, "events.ndjson"}) {
            CommandRun.Result retried = project.run("push", "--retry-failed", named);
            assertThat(retried.status()).as(retried.all()).isZero();
            assertThat(retried.err()).contains("nothing failed in ").contains(named);
            assertThat(retried.out()).contains("nothing to do");
        }
        assertThat(since(before)).isEmpty();
    }

    @Test
    void a_run_that_was_stopped_is_said_to_have_left_out_more() {
        failOnce("PUT /bucket/data/a.txt", 403, "AccessDenied");
        var stopped = project.run("push");
        assertThat(stopped.status()).as(stopped.all()).isEqualTo(6);
        String run = project.lastRun();
        var retried = project.run("push", "--retry-failed", run);
        assertThat(retried.status()).as(retried.all()).isZero();
        assertThat(retried.err()).contains("run " + run + " did not come to its end (stopped)");
        assertThat(project.run("cat", "s3:a.txt").out()).isEqualTo("alpha");
    }

    @Test
    void a_run_the_other_way_one_of_another_remote_and_an_undo_are_refused_by_name() {
        project.run("push");
        String push = project.lastRun();
        project.run("undo", push);
        String undo = project.lastRun();
        int before = project.server().requests().size();

        var pull = project.run("pull", "--retry-failed", push);
        assertThat(pull.status()).isEqualTo(2);
        assertThat(pull.err()).contains("run " + push + " was a push, not a pull");
        var elsewhere = project.run("push", "--retry-failed", push, "--remote", "embedded");
        assertThat(elsewhere.status()).isEqualTo(2);
        assertThat(elsewhere.err()).contains("run " + push + " was one on ").contains("--remote");
        var undone = project.run("push", "--retry-failed", undo);
        assertThat(undone.status()).isEqualTo(2);
        assertThat(undone.err()).contains("run " + undo + " was an undo").contains("waybill undo " + push);
        var unknown = project.run("push", "--retry-failed", "20200101T000000Z-00000000");
        assertThat(unknown.status()).isEqualTo(3);
        assertThat(unknown.err()).contains("20200101T000000Z-00000000").contains("waybill runs");
        assertThat(since(before)).isEmpty();
    }

    @Test
    void what_is_neither_a_run_nor_a_file_is_refused_with_both_rules() {
        for (String named : new String[] {"last", "20200101T000000Z", "storage", "no\0name"}) {
            var run = project.run("push", "--retry-failed", named);
            assertThat(run.status()).as(run.all()).isEqualTo(3);
            assertThat(run.err())
                    .contains("neither the name of a run nor a file")
                    .contains("20261120T120000Z-1a2b3c4d")
                    .contains("--output ndjson");
        }
        assertThat(project.requests("PUT")).isZero();
    }

    @Test
    void only_what_failed_is_pushed_and_nothing_is_listed() {
        project.file(
                "events.ndjson",
                failed("a.txt") + failed("gone.txt") + "{\"v\":1,\"type\":\"summary\",\"command\":\"push\"}\n");
        int before = project.server().requests().size();
        var run = project.run("push", "--retry-failed", "events.ndjson");
        assertThat(run.status()).as(run.all()).isZero();
        assertThat(run.out()).contains("1 object");
        assertThat(since(before)).isNotEmpty().noneMatch(RetryFailedTest::isListing);
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
