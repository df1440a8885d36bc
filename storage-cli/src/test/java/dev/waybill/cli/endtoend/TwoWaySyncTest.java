package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import dev.waybill.cli.JsonSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `waybill sync` as a user types it, between two machines that share a bucket, and between two folders.
class TwoWaySyncTest {
    private static final JsonSchema EVENTS = JsonSchema.of("sync-events-1.schema.json");
    private static final Instant EDITED = Instant.parse("2026-01-02T03:04:05Z");
    private static final String COPY = "a.txt.conflict-lab-1-20260102T030405Z";

    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder);
        for (int i = 0; i < 5; i++) {
            project.file("storage/k" + i, "text " + i);
        }
        project.file("storage/a.txt", "alpha").file("other/.keep", "");
    }

    @AfterEach
    void close() {
        project.close();
    }

    private CommandRun.Result sync(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "sync";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return project.command().with("WAYBILL_HOST", "lab 1").run(all);
    }

    private void synced(String... arguments) {
        var run = sync(arguments);
        assertThat(run.status()).as(run.all()).isZero();
    }

    private void edited(String name, String text, Instant time) throws IOException {
        project.file(name, text);
        Files.setLastModifiedTime(project.path(name), FileTime.from(time));
    }

    @Test
    void two_folders_share_a_bucket_and_every_change_reaches_both() throws IOException {
        project.withS3();
        synced();
        synced("other", "s3");
        synced();
        assertThat(project.tree("other")).isEqualTo(project.tree("storage"));

        project.file("storage/k0", "changed in the first").file("other/k1", "changed in the second");
        project.file("storage/new/1", "one").file("other/new/2", "two");
        Files.delete(project.path("storage/k2"));
        Files.delete(project.path("other/k3"));
        synced();
        var second = sync("other", "s3");
        assertThat(second.status()).isZero();
        assertThat(second.out())
                .contains("pulled k0")
                .contains("pushed k1")
                .contains("deleted k2 here")
                .contains("deleted k3 at the remote");
        synced();

        assertThat(withoutTrash("storage"))
                .isEqualTo(withoutTrash("other"))
                .containsEntry("k0", "changed in the first")
                .containsEntry("k1", "changed in the second")
                .containsKeys("new/1", "new/2")
                .doesNotContainKeys("k2", "k3");
        assertThat(sync().out()).contains("nothing to do");
    }

    @Test
    void a_conflict_keeps_both_versions_on_both_sides_and_ends_with_0() throws IOException {
        synced();
        edited("storage/a.txt", "mine", EDITED);
        edited(".waybill/remote/a.txt", "theirs", EDITED.plusSeconds(60));

        var dry = sync("--dry-run");
        assertThat(dry.out()).contains("would push " + COPY).contains("would pull a.txt");
        assertThat(project.tree("storage")).containsEntry("a.txt", "mine").doesNotContainKey(COPY);

        var run = sync();
        assertThat(run.status()).as(run.all()).isZero();
        assertThat(run.out()).contains(COPY).contains("1 object changed on both sides: both versions are kept");
        assertThat(withoutTrash("storage"))
                .isEqualTo(withoutTrash(".waybill/remote"))
                .containsEntry("a.txt", "theirs")
                .containsEntry(COPY, "mine");
        assertThat(sync().out()).contains("nothing to do");
    }

    @Test
    void an_empty_side_stops_the_run_with_8_and_both_ways_out_are_named() throws IOException {
        synced();
        for (String name : project.tree("storage").keySet()) {
            Files.delete(project.path("storage/" + name));
        }
        var run = sync();
        assertThat(run.status()).isEqualTo(8);
        assertThat(run.err())
                .contains("nothing of what was synced is left")
                .contains("--restore")
                .contains("--force-delete");
        assertThat(project.tree(".waybill/remote")).hasSize(6);

        synced("--restore");
        assertThat(project.tree("storage")).hasSize(6);
    }

    @Test
    void more_deletes_than_allowed_are_held_back_with_8_and_everything_else_is_done() throws IOException {
        synced();
        Files.delete(project.path("storage/k0"));
        Files.delete(project.path(".waybill/remote/k1"));
        project.file("storage/new", "new");

        var held = sync("--max-delete", "1");
        assertThat(held.status()).isEqualTo(8);
        assertThat(held.err()).contains("2 deletes were held back: at most 1 are allowed");
        assertThat(project.tree(".waybill/remote")).containsKeys("k0", "new");

        assertThat(sync("--no-delete").out())
                .contains("1 object: was deleted here; it stays at the remote")
                .contains("1 object: was deleted at the remote; it stays here");
        synced();
        assertThat(withoutTrash("storage"))
                .isEqualTo(withoutTrash(".waybill/remote"))
                .doesNotContainKeys("k0", "k1");
    }

    @Test
    void what_a_sync_did_on_each_side_is_taken_back_by_undo() throws IOException {
        synced();
        edited("storage/a.txt", "mine", EDITED);
        edited(".waybill/remote/a.txt", "theirs", EDITED.plusSeconds(60));
        Files.delete(project.path("storage/k0"));
        Files.delete(project.path(".waybill/remote/k1"));
        var local = project.tree("storage");
        var remote = project.tree(".waybill/remote");

        var run = sync();
        assertThat(run.status()).as(run.all()).isZero();
        var undos = Pattern.compile("waybill undo (\\S+) takes it back")
                .matcher(run.all())
                .results()
                .toList();
        assertThat(undos).hasSize(2);
        for (var undo : undos) {
            var undone = project.run("undo", undo.group(1));
            assertThat(undone.status()).as(undone.all()).isZero();
        }
        assertThat(withoutTrash("storage")).isEqualTo(local);
        assertThat(withoutTrash(".waybill/remote")).isEqualTo(remote);
    }

    private Map<String, String> withoutTrash(String name) {
        var tree = new TreeMap<>(project.tree(name));
        tree.keySet().removeIf(key -> key.startsWith(".waybill/"));
        return tree;
    }

    @Test
    void events_say_the_direction_and_are_as_their_schema_says() throws IOException {
        synced();
        edited("storage/a.txt", "mine", EDITED);
        edited(".waybill/remote/a.txt", "theirs", EDITED.plusSeconds(60));
        project.file("storage/k0", "edited").file(".waybill/remote/k1", "edited");
        Files.delete(project.path("storage/k2"));
        for (String[] arguments : new String[][] {{"--output", "ndjson", "--dry-run"}, {"--output", "ndjson"}}) {
            var run = sync(arguments);
            assertThat(run.status()).isZero();
            assertThat(run.lines())
                    .allSatisfy(
                            line -> assertThat(EVENTS.problems(line)).as(line).isEmpty())
                    .anySatisfy(line -> assertThat(line).contains("\"direction\":\"push\"", "\"local-renamed\""))
                    .anySatisfy(line -> assertThat(line).contains("\"direction\":\"pull\"", "\"remote-keeps-name\""));
            assertThat(run.lines().stream().filter(line -> line.contains("\"summary\"")))
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).contains("\"command\":\"sync\"", "\"exitCode\":0"));
        }
    }

    @Test
    void a_bucket_that_fails_in_the_middle_is_mended_by_the_next_run() {
        project.withS3();
        synced();
        project.file("storage/k0", "edited");
        project.loseServer();
        var down = sync();
        assertThat(down.status()).isEqualTo(5);
        assertThat(down.err()).contains("unavailable");
        assertThat(project.tree("storage")).containsEntry("k0", "edited").hasSize(6);
    }

    @Test
    void flags_that_contradict_each_other_are_a_misuse() {
        for (String[] arguments : new String[][] {
            {"--no-delete", "--force-delete"}, {"--restore", "--force-delete"}, {"--max-delete", "-1"}
        }) {
            var run = sync(arguments);
            assertThat(run.status()).as(run.all()).isEqualTo(2);
        }
        assertThat(project.tree(".waybill/remote")).isEqualTo(Map.of());
    }
}
