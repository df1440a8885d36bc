package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.testkit.s3.S3WireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Push, pull and status as a user types them.
class SyncTest {
    private static final String ODD = "notes/it's 100% \"odd\" #1 \uD83C\uDF0A.txt";

    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder);
        project.file("storage/a.txt", "alpha")
                .file("storage/models/b.bin", "beta")
                .file("storage/" + ODD, "odd");
    }

    @AfterEach
    void close() {
        project.close();
    }

    @Test
    void what_is_pushed_to_the_embedded_remote_is_pulled_back_with_its_times() throws IOException {
        var time = FileTime.from(Instant.parse("2020-02-02T02:02:02.123456789Z"));
        Files.setLastModifiedTime(project.path("storage/a.txt"), time);
        var before = project.tree("storage");
        assertThat(project.run("push").status()).isZero();
        assertThat(project.tree(".waybill/remote")).isEqualTo(before);

        Path other = Files.createDirectories(folder.resolve("elsewhere/storage"));
        var pulled =
                project.run("pull", "--storage", other.toString(), "--remote", "file://" + folder + "/.waybill/remote");
        assertThat(pulled.all()).contains("3 objects");
        assertThat(pulled.status()).isZero();
        assertThat(project.tree("elsewhere/storage")).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(other.resolve("a.txt"))).isEqualTo(time);
    }

    @Test
    void a_pull_that_finds_nothing_says_where_it_looked_unless_somebody_said_where_to() {
        var nowhere = project.run("pull", "--storage", "elsewhere/storage");
        assertThat(nowhere.status()).isZero();
        assertThat(nowhere.all())
                .contains("nothing to do", "nothing was found in", folder.resolve("elsewhere/.waybill/remote") + "")
                .contains("--remote", "waybill.yaml");
        assertThat(project.run("pull").all())
                .as("what is here alone is no news")
                .contains("nothing was found in");

        project.run("push");
        assertThat(project.run("pull").all()).doesNotContain("nothing was found");
        project.withS3();
        assertThat(project.run("pull", "--storage", "elsewhere/storage").all())
                .contains("nothing to do")
                .doesNotContain("nothing was found");
    }

    @Test
    void a_file_that_was_read_for_its_checksum_is_remembered_in_the_state() throws IOException, SQLException {
        project.withS3();
        assertThat(project.run("push").status()).isZero();
        var later = project.command().by(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));
        assertThat(later.run("push", "--compare", "checksum", "--dry-run").status())
                .isZero();
        assertThat(remembered()).as("a dry run changes nothing").isZero();

        assertThat(later.run("push", "--compare", "checksum").status()).isZero();
        assertThat(remembered()).isEqualTo(project.tree("storage").size());
    }

    private long remembered() throws SQLException {
        try (var state = DriverManager.getConnection("jdbc:sqlite:" + project.path(".waybill/state.db"));
                var select = state.createStatement();
                var row = select.executeQuery("SELECT count(*) FROM file_hash")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    @Test
    void a_bucket_gives_back_what_it_was_given() throws IOException {
        project.withS3();
        var time = FileTime.from(Instant.parse("2021-01-01T00:00:00.5Z"));
        Files.setLastModifiedTime(project.path("storage/a.txt"), time);
        var before = project.tree("storage");
        var pushed = project.run("push");
        assertThat(pushed.status()).as(pushed.all()).isZero();
        assertThat(pushed.out()).contains("3 objects");

        Path other = Files.createDirectories(folder.resolve("elsewhere/storage"));
        assertThat(project.run("pull", "--storage", other.toString()).status()).isZero();
        assertThat(project.tree("elsewhere/storage")).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(other.resolve("a.txt"))).isEqualTo(time);
    }

    @Test
    void a_second_push_sends_nothing() {
        project.withS3();
        assertThat(project.run("push").status()).isZero();
        long puts = project.requests("PUT");
        long others = project.server().requests().size();
        var again = project.run("push");
        assertThat(again.status()).isZero();
        assertThat(again.out()).contains("nothing to do");
        assertThat(project.requests("PUT")).isEqualTo(puts);
        assertThat(project.server().requests().size() - others)
                .as("one listing")
                .isEqualTo(1);
    }

    @Test
    void a_deleted_file_is_deleted_there_only_when_asked() throws IOException {
        project.withS3();
        project.run("push");
        Files.delete(project.path("storage/a.txt"));
        var kept = project.run("push");
        assertThat(kept.status()).isZero();
        assertThat(project.run("ls", "s3:").out()).contains("a.txt");
        assertThat(project.run("push", "--delete").status()).isZero();
        assertThat(project.run("ls", "s3:").out()).doesNotContain("a.txt");
    }

    @Test
    void no_more_is_deleted_than_is_allowed() throws IOException {
        project.file("storage/c.txt", "c").file("storage/d.txt", "d").file("storage/e.txt", "e");
        project.run("push");
        Files.delete(project.path("storage/a.txt"));
        Files.delete(project.path("storage/c.txt"));
        assertThat(project.run("push", "--delete", "--max-delete", "1").status())
                .isEqualTo(8);
        assertThat(project.tree(".waybill/remote")).containsKeys("a.txt", "c.txt");
        assertThat(project.run("push", "--delete", "--max-delete", "2").status())
                .isZero();
        assertThat(project.tree(".waybill/remote")).doesNotContainKeys("a.txt", "c.txt");
    }

    @Test
    void what_fails_holds_the_deletes_back_and_the_reason_is_told() throws IOException {
        project.file("storage/c.txt", "c").file("storage/d.txt", "d").withS3();
        project.run("push");
        Files.delete(project.path("storage/a.txt"));
        // With the prefix of the bucket, it is longer than a key may be.
        String folders = ("n".repeat(250) + "/").repeat(4);
        project.file("storage/" + folders + "long-name-of-a-file", "text");

        var run = project.run("push", "--delete");
        assertThat(run.status()).isEqualTo(9);
        assertThat(run.err())
                .contains("1 deletes were held back: something failed")
                .contains("1 object failed");
        var told = project.run("push", "--delete", "--output", "ndjson");
        assertThat(told.out()).contains("\"deletes\":\"withheld\"", "\"withheldBy\":\"failures\"", "\"exitCode\":9");
        assertThat(project.run("sync").status()).as("both directions").isEqualTo(9);
        assertThat(project.run("ls", "s3:").out()).contains("a.txt");

        var withoutDeletes = project.run("push");
        assertThat(withoutDeletes.status()).isEqualTo(4);
        assertThat(withoutDeletes.err()).doesNotContain("held back");
        project.file("storage/a.txt", "alpha");
        var nothingDue = project.run("push", "--delete");
        assertThat(nothingDue.status()).as("nothing was to be deleted").isEqualTo(4);
        assertThat(nothingDue.err()).contains("1 object failed").doesNotContain("held back");
    }

    @Test
    void a_conflict_holds_no_delete_back_and_ends_with_4() throws IOException {
        project.file("storage/c.txt", "c");
        project.run("push");
        Files.delete(project.path("storage/a.txt"));
        project.file("storage/c.txt", "mine, longer").file(".waybill/remote/c.txt", "theirs");
        var run = project.run("push", "--delete");
        assertThat(run.status()).isEqualTo(4);
        assertThat(run.err()).doesNotContain("held back");
        assertThat(project.tree(".waybill/remote")).doesNotContainKey("a.txt").containsEntry("c.txt", "theirs");
    }

    private void answerNextListing(int status) {
        project.server()
                .interceptNext(request -> request.startsWith("GET")
                        ? Optional.of(new S3WireServer.ScriptedAnswer(
                                status, status == 403 ? "AccessDenied" : "Teapot", Map.of()))
                        : Optional.empty());
    }

    @Test
    void a_listing_that_fails_ends_the_run_and_nothing_is_deleted() throws IOException {
        project.withS3();
        project.run("push");
        Files.delete(project.path("storage/a.txt"));
        var before = project.tree("storage");
        answerNextListing(403);

        var pull = project.run("pull", "--delete", "--restore");
        assertThat(pull.status()).as(pull.all()).isEqualTo(6);
        assertThat(project.tree("storage")).isEqualTo(before);

        answerNextListing(418);
        var broken = project.run("push", "--delete");
        assertThat(broken.status()).as(broken.all()).isEqualTo(9);
        assertThat(broken.err()).contains("held back: something failed");
        answerNextListing(418);
        assertThat(project.run("push").status()).as("without deletes").isEqualTo(4);
        answerNextListing(403);
        assertThat(project.run("push", "--delete").status())
                .as("what to do about it is told by the code")
                .isEqualTo(6);
        assertThat(project.run("ls", "s3:").out()).contains("a.txt");
    }

    @Test
    void a_source_of_which_nothing_synced_is_left_ends_with_8_and_deletes_nothing() throws IOException {
        project.run("push");
        for (String name : project.tree("storage").keySet()) {
            Files.delete(project.path("storage/" + name));
        }
        var run = project.run("push", "--delete");
        assertThat(run.status()).isEqualTo(8);
        assertThat(run.err())
                .contains("3 deletes were held back: nothing of what was synced is left at the source")
                .contains("--force-delete");
        assertThat(project.tree(".waybill/remote")).hasSize(3);
    }

    @Test
    void a_change_on_both_sides_is_reported_and_nothing_is_overwritten() {
        project.run("push");
        project.file("storage/a.txt", "mine, longer").file(".waybill/remote/a.txt", "theirs");
        var push = project.run("push");
        assertThat(push.status()).isEqualTo(4);
        assertThat(push.all())
                .contains("a.txt", "nothing done")
                .containsIgnoringCase("conflict")
                .doesNotContain("nothing to do");
        assertThat(project.run("pull").status()).isEqualTo(4);
        assertThat(project.tree("storage")).containsEntry("a.txt", "mine, longer");
        assertThat(project.tree(".waybill/remote")).containsEntry("a.txt", "theirs");
    }

    @Test
    void a_dry_run_tells_what_the_run_does_and_changes_nothing() {
        project.run("push");
        project.file("storage/new.txt", "new").file("storage/a.txt", "changed");
        var before = project.tree(".waybill/remote");
        var dry = project.run("push", "--dry-run");
        assertThat(dry.status()).isZero();
        assertThat(dry.out()).contains("new.txt").contains("a.txt");
        assertThat(project.tree(".waybill/remote")).isEqualTo(before);
        assertThat(project.run("push").out()).contains("2 objects");
        assertThat(project.tree(".waybill/remote"))
                .containsEntry("a.txt", "changed")
                .containsKey("new.txt");
    }

    @Test
    void machines_get_one_object_a_line_and_a_summary_last() {
        var run = project.run("push", "--output", "ndjson");
        assertThat(run.lines())
                .hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThat(fields(line)).containsEntry("v", "1"));
        assertThat(fields(run.lines().getLast()))
                .containsEntry("type", "summary")
                .containsEntry("exitCode", "0");
        assertThat(run.lines()).filteredOn(line -> line.contains("\"summary\"")).hasSize(1);
    }

    /// The plain fields of one JSON object, which must be all of the line.
    private static Map<String, String> fields(String line) {
        var fields = new HashMap<String, String>();
        try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                if (parser.nextToken().isScalarValue()) {
                    fields.put(name, parser.getString());
                }
                parser.skipChildren();
            }
            assertThat(parser.nextToken()).as("what comes behind the object").isNull();
        }
        return fields;
    }

    @Test
    void status_tells_of_both_directions() {
        project.run("push");
        project.file("storage/a.txt", "changed here").file(".waybill/remote/models/b.bin", "changed there");
        var status = project.run("status");
        assertThat(status.status()).isZero();
        assertThat(status.out())
                .containsPattern("push would send .*1 changed")
                .containsPattern("pull would bring .*1 changed");
    }

    @Test
    void ignored_files_are_neither_pushed_nor_deleted() {
        project.file("storage/.waybillignore", "*.bin\n");
        assertThat(project.run("push").status()).isZero();
        assertThat(project.tree(".waybill/remote")).containsKey("a.txt").doesNotContainKey("models/b.bin");
        project.file(".waybill/remote/kept.bin", "kept");
        assertThat(project.run("push", "--delete").status()).isZero();
        assertThat(project.tree(".waybill/remote")).containsKey("kept.bin");
    }

    @Test
    void links_are_left_out_and_counted() throws IOException {
        Files.createSymbolicLink(project.path("storage/link.txt"), project.path("storage/a.txt"));
        var push = project.run("push");
        assertThat(push.status()).isZero();
        assertThat(push.all()).contains("1").containsIgnoringCase("link");
        assertThat(project.tree(".waybill/remote")).doesNotContainKey("link.txt");
    }

    @Test
    void names_as_long_as_a_folder_holds_survive_the_round() throws IOException {
        String longest = "n".repeat(251) + ".bin";
        project.withS3().file("storage/" + longest, "long");
        assertThat(project.run("push").status()).isZero();
        Path other = Files.createDirectories(folder.resolve("elsewhere/storage"));
        assertThat(project.run("pull", "--storage", other.toString()).status()).isZero();
        assertThat(project.tree("elsewhere/storage")).containsEntry(longest, "long");
    }
}
