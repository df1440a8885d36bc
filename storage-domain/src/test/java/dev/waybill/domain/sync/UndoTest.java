package dev.waybill.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.domain.sync.trash.TrashKeys;
import dev.waybill.domain.sync.undo.Refusal;
import dev.waybill.domain.sync.undo.UndoEvent;
import dev.waybill.domain.sync.undo.UndoReport;
import dev.waybill.port.Capabilities;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UserMetadata;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("MustBeClosedChecker") // The scene closes its stores, and close() the scene.
class UndoTest {
    private static final SyncOptions KEEPING =
            SyncOptions.DEFAULT.withDelete(true).withKeep(true).withGuard(new DeleteGuard(OptionalLong.empty(), true));

    @TempDir
    private Path folder;

    private SyncScene scene = new SyncScene(Path.of("."));

    @BeforeEach
    void open() {
        scene.close();
        scene = new SyncScene(folder);
        scene.put(scene.local, "changed", "first");
        scene.put(scene.local, "deleted", "to go");
        scene.put(scene.local, "same", "stays");
        scene.push(KEEPING);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /// Changes, deletes and adds here, and pushes that.
    private SyncReport pushEdits() {
        scene.put(scene.local, "changed", "second!");
        SyncScene.delete(scene.local, "deleted");
        scene.put(scene.local, "new", "brand new");
        return scene.push(KEEPING);
    }

    private static List<String> kept(IObjectStorageAdapter store) {
        try (var listing = store.list(ListOptions.of(TrashKeys.ALL))) {
            return listing.map(object -> object.key().value()).toList();
        }
    }

    private String text(IObjectStorageAdapter store, String key) {
        try (var content = store.get(ObjectKey.of(key), GetOptions.WHOLE)) {
            return new String(content.stream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_push_keeps_what_it_replaces_and_deletes_before_it_does() {
        String run = pushEdits().run();
        assertThat(kept(scene.remote))
                .containsExactly(
                        ".waybill/trash/" + run + "/objects/changed",
                        ".waybill/trash/" + run + "/objects/deleted",
                        ".waybill/trash/" + run + "/run.json");
        assertThat(text(scene.remote, ".waybill/trash/" + run + "/objects/changed"))
                .isEqualTo("first");
        assertThat(scene.push(KEEPING).planned().keySet())
                .as("the trash is not synced")
                .containsExactly(Reason.UNCHANGED);
        assertThat(scene.pull(KEEPING).planned().keySet()).containsExactly(Reason.UNCHANGED);
    }

    @Test
    void undoing_a_push_brings_the_remote_back_and_the_next_push_pushes_again() {
        Map<String, String> before = SyncScene.contents(scene.remote);
        SyncReport pushed = pushEdits();
        UndoReport undone = scene.undo(pushed.run());

        assertThat(SyncScene.contents(scene.remote)).isEqualTo(before);
        assertThat(undone.restored().objects()).isEqualTo(2);
        assertThat(undone.removed().objects()).isEqualTo(1);
        assertThat(undone.refused() + undone.failures()).isZero();

        SyncReport pull = scene.pull(KEEPING.withDryRun(true));
        assertThat(pull.planned(Reason.CHANGED_AT_TARGET).objects()).isEqualTo(1);
        assertThat(pull.planned(Reason.DELETED_AT_TARGET).objects()).isEqualTo(1);
        assertThat(pull.planned(Reason.NEW_AT_TARGET).objects()).isEqualTo(1);
        assertThat(pull.conflictCount()).isZero();

        SyncReport again = scene.push(KEEPING);
        assertThat(again.done(Reason.CHANGED).objects()).isEqualTo(1);
        assertThat(again.done(Reason.DELETED).objects()).isEqualTo(1);
        assertThat(again.done(Reason.NEW).objects()).isEqualTo(1);
        assertThat(again.isClean()).isTrue();
    }

    @Test
    void undoing_a_pull_brings_the_folder_back_and_the_next_pull_pulls_again() throws IOException {
        scene.put(scene.remote, "changed", "there");
        SyncScene.delete(scene.remote, "deleted");
        scene.put(scene.remote, "new", "from there");
        Map<String, String> before = SyncScene.contents(scene.local);
        var times = Files.getLastModifiedTime(folder.resolve("changed"));
        SyncReport pulled = scene.pull(KEEPING);
        assertThat(SyncScene.contents(scene.local)).isEqualTo(SyncScene.contents(scene.remote));

        scene.undo(pulled.run());
        assertThat(SyncScene.contents(scene.local)).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(folder.resolve("changed"))).isEqualTo(times);
        assertThat(scene.push(KEEPING.withDryRun(true)).conflictCount()).isZero();
        SyncReport again = scene.pull(KEEPING);
        assertThat(again.isClean()).isTrue();
        assertThat(again.done(Reason.CHANGED).objects()).isEqualTo(1);
        assertThat(again.done(Reason.DELETED).objects()).isEqualTo(1);
        assertThat(again.done(Reason.NEW).objects()).isEqualTo(1);
    }

    @Test
    void what_is_kept_of_a_folder_is_a_copy_that_an_edit_in_place_does_not_change() throws IOException {
        scene.put(scene.remote, "changed", "there");
        String run = scene.pull(KEEPING).run();
        Path kept = folder.resolve(".waybill/trash/" + run + "/objects/changed");
        assertThat(Files.readString(kept)).isEqualTo("first");
        assertThat(Files.getAttribute(kept, "unix:nlink")).isEqualTo(1);
    }

    @Test
    void an_undo_can_be_undone() {
        SyncReport pushed = pushEdits();
        Map<String, String> after = SyncScene.contents(scene.remote);
        UndoReport undone = scene.undo(pushed.run());
        UndoReport redone = scene.undo(undone.start().name().value());
        assertThat(SyncScene.contents(scene.remote)).isEqualTo(after);
        assertThat(redone.refused()).isZero();
        assertThat(scene.push(KEEPING).planned().keySet()).containsExactly(Reason.UNCHANGED);
    }

    @Test
    void undoing_twice_does_nothing_the_second_time() {
        SyncReport pushed = pushEdits();
        scene.undo(pushed.run());
        Map<String, String> before = SyncScene.contents(scene.remote);
        Map<ObjectKey, SyncedObject> base = Map.copyOf(scene.base());
        long writes = scene.remote.calls(Operation.COPY) + scene.remote.calls(Operation.DELETE);
        UndoReport again = scene.undo(pushed.run());
        assertThat(again.asBefore()).isEqualTo(3);
        assertThat(again.refused()).isZero();
        assertThat(SyncScene.contents(scene.remote)).isEqualTo(before);
        assertThat(scene.base()).isEqualTo(base);
        assertThat(scene.remote.calls(Operation.COPY) + scene.remote.calls(Operation.DELETE))
                .isEqualTo(writes);
    }

    @Test
    void a_dry_run_tells_the_same_and_changes_nothing() {
        SyncReport pushed = pushEdits();
        Map<String, String> after = SyncScene.contents(scene.remote);
        Map<ObjectKey, SyncedObject> base = Map.copyOf(scene.base());
        UndoReport dry = scene.undo(pushed.run(), true);
        var told = List.copyOf(scene.undoEvents);
        assertThat(dry.restored().objects()).isEqualTo(2);
        assertThat(dry.removed().objects()).isEqualTo(1);
        assertThat(SyncScene.contents(scene.remote)).isEqualTo(after);
        assertThat(scene.base()).isEqualTo(base);
        scene.undo(pushed.run());
        assertThat(scene.undoEvents).containsExactlyInAnyOrderElementsOf(told);
    }

    @Test
    void what_changed_since_is_refused_and_the_rest_is_undone() {
        SyncReport pushed = pushEdits();
        scene.put(scene.remote, "changed", "third, by somebody else");
        scene.put(scene.remote, "deleted", "there again");
        UndoReport undone = scene.undo(pushed.run());
        assertThat(undone.refused()).isEqualTo(2);
        assertThat(scene.undoEvents)
                .contains(
                        new UndoEvent.Refused(ObjectKey.of("changed"), Refusal.CHANGED_SINCE),
                        new UndoEvent.Refused(ObjectKey.of("deleted"), Refusal.CHANGED_SINCE));
        assertThat(SyncScene.contents(scene.remote))
                .containsEntry("changed", "third, by somebody else")
                .containsEntry("deleted", "there again")
                .doesNotContainKey("new");
    }

    @Test
    void what_was_not_kept_cannot_be_brought_back_but_what_was_created_goes() {
        scene.put(scene.local, "changed", "second!");
        scene.put(scene.local, "new", "brand new");
        SyncReport pushed = scene.push(KEEPING.withKeep(false));
        assertThat(kept(scene.remote)).isEmpty();
        UndoReport undone = scene.undo(pushed.run());
        assertThat(scene.undoEvents).contains(new UndoEvent.Refused(ObjectKey.of("changed"), Refusal.NOT_KEPT));
        assertThat(undone.removed().objects()).isEqualTo(1);
        assertThat(SyncScene.contents(scene.remote))
                .containsEntry("changed", "second!")
                .doesNotContainKey("new");
    }

    @Test
    void what_is_no_longer_in_the_trash_is_refused() {
        SyncReport pushed = pushEdits();
        SyncScene.delete(scene.remote, ".waybill/trash/" + pushed.run() + "/objects/changed");
        scene.put(scene.remote, ".waybill/trash/" + pushed.run() + "/objects/deleted", "something else");
        scene.undo(pushed.run());
        assertThat(scene.undoEvents)
                .contains(
                        new UndoEvent.Refused(ObjectKey.of("changed"), Refusal.KEPT_GONE),
                        new UndoEvent.Refused(ObjectKey.of("deleted"), Refusal.KEPT_CHANGED));
    }

    @Test
    void a_conflict_that_the_source_won_is_a_conflict_again_once_that_is_undone() {
        scene.put(scene.local, "changed", "mine");
        scene.put(scene.remote, "changed", "theirs!");
        SyncReport pushed = scene.push(KEEPING.withConflicts(ConflictPolicy.SOURCE_WINS));
        assertThat(SyncScene.contents(scene.remote)).containsEntry("changed", "mine");
        scene.undo(pushed.run());
        assertThat(SyncScene.contents(scene.remote)).containsEntry("changed", "theirs!");
        assertThat(scene.push(KEEPING).conflicts())
                .singleElement()
                .extracting(SyncAction.Conflict::reason)
                .isEqualTo(Reason.BOTH_CHANGED);
    }

    @Test
    void a_file_that_became_a_folder_becomes_a_file_again() {
        scene.put(scene.remote, "dir", "a file");
        scene.pull(KEEPING);
        SyncScene.delete(scene.remote, "dir");
        scene.put(scene.remote, "dir/inside", "in a folder");
        SyncReport pulled = scene.pull(KEEPING);
        assertThat(SyncScene.contents(scene.local)).containsEntry("dir/inside", "in a folder");
        UndoReport undone = scene.undo(pulled.run());
        assertThat(undone.refused() + undone.failures()).isZero();
        assertThat(SyncScene.contents(scene.local))
                .containsEntry("dir", "a file")
                .doesNotContainKey("dir/inside");
    }

    @Test
    void a_key_too_long_for_its_own_name_in_the_trash_is_kept_under_a_short_one() {
        String key = "k".repeat(200) + "/" + "x".repeat(200) + "/" + "y".repeat(200) + "/" + "z".repeat(200) + "/"
                + "w".repeat(200);
        scene.put(scene.local, key, "old");
        scene.push(KEEPING);
        scene.put(scene.local, key, "new one");
        SyncReport pushed = scene.push(KEEPING);
        assertThat(pushed.isClean()).isTrue();
        assertThat(kept(scene.remote))
                .filteredOn(name -> name.contains("/long/"))
                .hasSize(2)
                .anySatisfy(name -> assertThat(text(scene.remote, name)).isEqualTo(key))
                .anySatisfy(name -> assertThat(text(scene.remote, name)).isEqualTo("old"));
        scene.undo(pushed.run());
        assertThat(SyncScene.contents(scene.remote)).containsEntry(key, "old");
    }

    @Test
    void what_cannot_be_kept_is_not_replaced_and_not_deleted() {
        scene.remote.failEvery(Operation.COPY, Fault.BUSY);
        SyncReport pushed = pushEdits();
        assertThat(pushed.failureCount()).isPositive();
        assertThat(SyncScene.contents(scene.remote))
                .containsEntry("changed", "first")
                .containsEntry("deleted", "to go");
    }

    @Test
    void a_store_that_cannot_copy_by_itself_keeps_through_this_process() {
        Capabilities bare = InMemoryAdapter.NO_CAPABILITIES;
        try (var here = new InMemoryAdapter(scene.clock);
                var there = new InMemoryAdapter(scene.clock, bare);
                var plain = new SyncScene(here, there)) {
            plain.put(plain.local, "a", "one");
            plain.put(plain.local, "b", "two");
            plain.push(KEEPING);
            plain.clock.advance(java.time.Duration.ofMinutes(1));
            scene.clock.advance(java.time.Duration.ofMinutes(1));
            plain.put(plain.local, "a", "changed");
            SyncScene.delete(plain.local, "b");
            SyncReport pushed = plain.push(KEEPING);
            assertThat(plain.remote.calls(Operation.COPY)).isZero();
            assertThat(SyncScene.contents(plain.remote)).isEqualTo(Map.of("a", "changed"));
            scene.clock.advance(java.time.Duration.ofMinutes(1));
            plain.undo(pushed.run());
            assertThat(SyncScene.contents(plain.remote)).isEqualTo(Map.of("a", "one", "b", "two"));
        }
    }

    @Test
    void metadata_that_the_store_keeps_comes_back() {
        var options = PutOptions.DEFAULT
                .withContentType("text/x-odd")
                .withUserMetadata(UserMetadata.of(Map.of("colour", "blue")));
        scene.remote.put(ObjectKey.of("odd"), ObjectSource.of("dressed".getBytes(StandardCharsets.UTF_8)), options);
        scene.pull(KEEPING);
        scene.put(scene.local, "odd", "plain now");
        SyncReport pushed = scene.push(KEEPING);
        scene.undo(pushed.run());
        var back = scene.remote.stat(ObjectKey.of("odd")).orElseThrow();
        assertThat(back.contentType()).contains("text/x-odd");
        assertThat(back.userMetadata().orElseThrow().entries()).containsEntry("colour", "blue");
    }

    @Test
    void a_run_that_was_cut_off_between_its_write_and_its_note_is_undone_all_the_same() {
        scene.put(scene.local, "changed", "second!");
        // The note that it is kept is made, the note that it was done is not.
        scene.history.loseAfter(1);
        SyncReport pushed = scene.push(KEEPING);
        assertThat(scene.history.lastItem("changed").result()).isEqualTo(RunItem.Result.BEGUN);
        scene.history.loseAfter(Long.MAX_VALUE);
        UndoReport undone = scene.undo(pushed.run());
        assertThat(undone.restored().objects()).isEqualTo(1);
        assertThat(SyncScene.contents(scene.remote)).containsEntry("changed", "first");
    }

    @Test
    void a_run_that_is_not_in_the_history_is_refused_by_name() {
        assertThatThrownBy(() -> scene.undo("20200101T000000Z-00000000"))
                .isInstanceOf(SyncRefused.UnknownRun.class)
                .hasMessageContaining("20200101T000000Z-00000000");
    }

    @Test
    void a_run_on_another_pair_is_refused() {
        String run = pushEdits().run();
        try (var other = new InMemoryAdapter(scene.clock)) {
            var undo = new dev.waybill.domain.sync.undo.Undo(
                    scene.local,
                    other,
                    scene.bases,
                    scene.history,
                    dev.waybill.domain.transfer.TransferLimits.DEFAULT,
                    scene.clock);
            assertThatThrownBy(() -> undo.run(new RunName(run), false, event -> {}))
                    .isInstanceOf(SyncRefused.OtherPair.class)
                    .hasMessageContaining(scene.remote.store().toString());
        }
    }

    @Test
    void the_history_tells_what_a_run_did_about_each_key() {
        scene.put(scene.remote, "conflict", "theirs");
        scene.put(scene.local, "conflict", "mine!!");
        pushEdits();
        assertThat(scene.history.lastItem("changed").action()).isEqualTo(RunItem.Action.TRANSFER);
        assertThat(scene.history.lastItem("changed").reason()).contains(Reason.CHANGED);
        assertThat(scene.history.lastItem("new").before()).isEmpty();
        assertThat(scene.history.lastItem("deleted").action()).isEqualTo(RunItem.Action.DELETE);
        assertThat(scene.history.lastItem("conflict").result()).isEqualTo(RunItem.Result.CONFLICT);
        assertThat(scene.history.lastItems()).doesNotContainKey(ObjectKey.of("same"));
        RunEntry run = scene.history.recent(1).getFirst();
        assertThat(run.outcome()).contains("completed");
        assertThat(run.totals().moved().objects()).isEqualTo(2);
        assertThat(run.totals().deleted().objects()).isEqualTo(1);
        assertThat(run.totals().conflicts()).isEqualTo(1);
        assertThat(run.start().options()).contains("--delete").contains("--keep");
    }

    @Test
    void the_history_keeps_what_was_noted_of_each_key_without_asking_again() {
        SyncedObject noted = scene.base().get(ObjectKey.of("changed"));
        scene.put(scene.local, "changed", "second!");
        scene.put(scene.local, "new", "brand new");
        long before = scene.bases.asked();

        scene.push();
        assertThat(scene.bases.asked()).isEqualTo(before);
        assertThat(scene.history.lastItem("changed").base()).contains(noted);
        assertThat(scene.history.lastItem("new").base()).isEmpty();
    }

    @Test
    void undoing_a_run_that_ignored_the_record_brings_the_record_back() {
        SyncedObject noted = scene.base().get(ObjectKey.of("changed"));
        SyncScene.delete(scene.remote, "changed");

        SyncReport pushed = scene.push(KEEPING.withIgnoreBase(true));
        assertThat(pushed.done(Reason.NEW).objects()).isEqualTo(1);
        assertThat(scene.history.lastItem("changed").base()).contains(noted);
        scene.undo(pushed.run());
        assertThat(scene.base()).containsKey(ObjectKey.of("changed"));
        assertThat(scene.pull(KEEPING.withDryRun(true)).planned(Reason.DELETED).objects())
                .isEqualTo(1);
    }

    @Test
    void a_failure_is_in_the_history_with_its_error() {
        scene.remote.failEvery(Operation.PUT, ObjectKey.of("new"), Fault.BUSY);
        scene.put(scene.local, "new", "brand new");
        scene.push(KEEPING);
        RunItem item = scene.history.lastItem("new");
        assertThat(item.result()).isEqualTo(RunItem.Result.FAILED);
        assertThat(item.problem().orElseThrow().kind()).isEqualTo("StoreUnavailable");
    }

    @Test
    void a_dry_run_leaves_no_trace_in_the_history() {
        int runs = scene.history.recent(100).size();
        scene.put(scene.local, "new", "brand new");
        scene.push(KEEPING.withDryRun(true));
        assertThat(scene.history.recent(100)).hasSize(runs);
    }
}
