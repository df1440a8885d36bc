package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs, undo, trash and why as a user types them.
class UndoTest {
    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder);
        project.withS3().file("storage/a.txt", "alpha").file("storage/b.txt", "beta");
        assertThat(project.run("push").status()).isZero();
    }

    @AfterEach
    void close() {
        project.close();
    }

    private CommandRun.Result pushEdits() throws IOException {
        project.file("storage/a.txt", "alpha, edited").file("storage/new.txt", "new");
        Files.delete(project.path("storage/b.txt"));
        return project.run("push", "--delete", "--force-delete");
    }

    @Test
    void a_push_with_deletes_is_shown_and_undone_and_can_be_pushed_again() throws IOException {
        var pushed = pushEdits();
        assertThat(pushed.status()).as(pushed.all()).isZero();
        String run = project.lastRun();
        assertThat(pushed.err()).contains("waybill undo " + run);

        var shown = project.run("runs", run);
        assertThat(shown.out())
                .contains("--delete")
                .contains("transfer done     a.txt (changed at the source), kept")
                .contains("delete   done     b.txt")
                .contains("transfer done     new.txt (new at the source)");
        assertThat(project.run("runs", run, "--output", "json").lines())
                .singleElement()
                .asString()
                .contains("\"type\":\"run\"", "\"items\":[", "\"kept\":\".waybill/trash/" + run + "/objects/a.txt\"");

        var dry = project.run("undo", run, "--dry-run");
        assertThat(dry.out()).contains("would restore a.txt").contains("would remove new.txt");
        var undone = project.run("undo", run);
        assertThat(undone.status()).as(undone.all()).isZero();
        assertThat(undone.out()).contains("2 objects restored, 1 removed");

        assertThat(project.run("cat", "s3:a.txt", "s3:b.txt").out()).isEqualTo("alphabeta");
        assertThat(project.run("stat", "s3:new.txt").status()).isEqualTo(3);
        var again = project.run("push", "--delete", "--force-delete");
        assertThat(again.out()).contains("2 objects").contains("1 deleted");
    }

    @Test
    void what_changed_since_stays_and_the_command_says_so() throws IOException {
        pushEdits();
        String run = project.lastRun();
        project.file("other/a.txt", "by somebody else");
        project.run("cp", "other/a.txt", "s3:a.txt");
        var undone = project.run("undo", run);
        assertThat(undone.status()).isEqualTo(4);
        assertThat(undone.err()).contains("a.txt stays: changed since the run");
        assertThat(project.run("cat", "s3:a.txt", "s3:b.txt").out()).isEqualTo("by somebody elsebeta");
    }

    @Test
    void the_trash_is_listed_and_expired() throws IOException {
        pushEdits();
        String run = project.lastRun();
        var listed = project.run("trash", "ls");
        assertThat(listed.out())
                .contains("s3://")
                .contains("2 objects of 1 run")
                .contains(run);
        assertThat(project.run("trash", "ls", "s3", "--output", "ndjson").out())
                .contains("\"run\":\"" + run + "\"", "\"type\":\"total\"");
        assertThat(project.run("trash", "expire", "--older-than", "30d").out()).doesNotContain(run);
        var dry = project.run("trash", "expire", "--older-than", "0s", "--dry-run");
        assertThat(dry.out()).contains("would remove 2 objects").contains(run);
        var expired = project.run("trash", "expire", "--older-than", "0s");
        assertThat(expired.status()).as(expired.all()).isZero();
        assertThat(project.run("trash", "ls").out()).doesNotContain(run);
        var undone = project.run("undo", run);
        assertThat(undone.status()).isEqualTo(4);
        assertThat(undone.err()).contains("no longer in the trash");
    }

    @Test
    void nothing_is_kept_where_that_was_not_asked_for() throws IOException {
        project.file("storage/a.txt", "alpha, edited");
        project.run("push");
        Files.delete(project.path("storage/b.txt"));
        project.run("push", "--delete", "--no-keep");
        assertThat(project.run("trash", "ls").out()).contains("0 objects of 0 runs");
    }

    @Test
    void the_configuration_can_ask_to_keep() throws IOException {
        String configuration = Files.readString(project.path("waybill.yaml"));
        project.file("waybill.yaml", configuration + "sync:\n  keep: true\n");
        project.file("storage/a.txt", "alpha, edited");
        assertThat(project.run("push").status()).isZero();
        assertThat(project.run("trash", "ls").out()).contains("1 object of 1 run");
    }

    @Test
    void why_tells_of_both_sides_and_what_would_be_done() {
        project.file("storage/a.txt", "alpha, edited").file("storage/.waybillignore", "*.tmp\n");
        project.file("storage/x.tmp", "hidden");
        var why = project.run("why", "a.txt");
        assertThat(why.status()).as(why.all()).isZero();
        assertThat(why.out())
                .contains("changed: 13 bytes")
                .contains("as synced: 5 bytes")
                .contains("would send it: changed at the source [changed]")
                .contains("(push): transfer done");
        assertThat(project.run("why", "x.tmp").out()).contains(".waybillignore, line 1 (*.tmp) matches x.tmp");
        assertThat(project.run("why", "a.txt", "--output", "json").lines())
                .singleElement()
                .asString()
                .contains("\"type\":\"why\"", "\"state\":\"changed\"", "\"reason\":\"changed\"");
    }

    @Test
    void why_of_a_name_on_neither_side_ends_with_3() {
        var why = project.run("why", "nowhere");
        assertThat(why.status()).isEqualTo(3);
        assertThat(why.out()).contains("on neither side");
    }

    @Test
    void a_run_that_is_not_there_and_a_name_that_is_none_are_told_apart() {
        var unknown = project.run("undo", "20200101T000000Z-00000000");
        assertThat(unknown.status()).isEqualTo(3);
        assertThat(unknown.err()).contains("20200101T000000Z-00000000").contains("waybill runs");
        var odd = project.run("undo", "yesterday");
        assertThat(odd.status()).isEqualTo(2);
        assertThat(odd.err()).contains("yesterday");
        assertThat(project.run("trash", "expire", "--older-than", "soon").err()).contains("soon");
    }

    @Test
    void a_run_on_another_remote_is_refused_with_its_name() throws IOException {
        pushEdits();
        String run = project.lastRun();
        var undone = project.run("undo", run, "--remote", "file://" + folder + "/elsewhere");
        assertThat(undone.status()).isEqualTo(2);
        assertThat(undone.err()).contains("bucket/data").contains("--remote");
    }

    @Test
    void nothing_is_copied_into_the_trash_by_name() {
        var copied = project.run("cp", "storage/a.txt", "s3:.waybill/trash/mine");
        assertThat(copied.status()).isEqualTo(2);
        assertThat(copied.err()).contains("trash");
    }

    @Test
    void a_pull_keeps_in_the_folder_and_is_undone_there() throws IOException {
        project.file("other/a.txt", "from elsewhere");
        project.run("cp", "other/a.txt", "s3:a.txt");
        assertThat(project.run("pull", "--keep").status()).isZero();
        String run = project.lastRun();
        assertThat(project.path("storage/.waybill/trash/" + run + "/objects/a.txt"))
                .hasContent("alpha");
        assertThat(project.run("undo", run).status()).isZero();
        assertThat(project.path("storage/a.txt")).hasContent("alpha");
    }
}
