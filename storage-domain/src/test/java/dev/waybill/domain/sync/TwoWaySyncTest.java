package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.SyncScene.contents;
import static dev.waybill.domain.sync.SyncScene.delete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import dev.waybill.testkit.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Both directions at once.
class TwoWaySyncTest {
    private static final SyncOptions DELETING = SyncOptions.DEFAULT.withDelete(true);
    private static final Instant EDITED = Instant.parse("2026-11-20T14:15:16Z");
    private static final String COPY = "a.txt.conflict-lab-1-20261120T141516Z";

    private SyncScene scene;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // Closed after each test.
    void open() {
        var clock = new ManualClock(SyncScene.NOON);
        scene = new SyncScene(new InMemoryAdapter(clock), new InMemoryAdapter(clock));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void synced(String... keys) {
        for (String key : keys) {
            scene.put(scene.local, key, "old " + key);
        }
        assertThat(scene.sync().isClean()).isTrue();
    }

    private void inConflict() {
        synced("a.txt", "b.txt");
        scene.put(scene.local, "a.txt", "mine", EDITED);
        scene.put(scene.remote, "a.txt", "theirs", EDITED.plusSeconds(60));
    }

    private void requireBothKept() {
        Map<String, String> kept = Map.of("a.txt", "theirs", COPY, "mine", "b.txt", "old b.txt");
        assertThat(contents(scene.local)).isEqualTo(kept);
        assertThat(contents(scene.remote)).isEqualTo(kept);
    }

    private void requireNothingLeftToDo() {
        TwoWayReport again = scene.sync();
        assertThat(again.isClean()).isTrue();
        assertThat(again.push().planned().keySet()).containsOnly(Reason.UNCHANGED);
        assertThat(again.pull().planned()).isEmpty();
    }

    @Test
    void each_change_goes_to_the_side_that_does_not_have_it() {
        synced("same", "here", "there", "gone here", "gone there");
        scene.put(scene.local, "here", "new here");
        scene.put(scene.remote, "there", "new there");
        scene.put(scene.local, "added here", "1");
        scene.put(scene.remote, "added there", "2");
        delete(scene.local, "gone here");
        delete(scene.remote, "gone there");

        TwoWayReport report = scene.sync();

        assertThat(report.isClean()).isTrue();
        assertThat(report.push().moved().objects()).isEqualTo(2);
        assertThat(report.pull().moved().objects()).isEqualTo(2);
        assertThat(report.push().done(Reason.DELETED).objects()).isOne();
        assertThat(report.pull().done(Reason.DELETED).objects()).isOne();
        assertThat(contents(scene.local))
                .isEqualTo(contents(scene.remote))
                .isEqualTo(Map.of(
                        "same",
                        "old same",
                        "here",
                        "new here",
                        "there",
                        "new there",
                        "added here",
                        "1",
                        "added there",
                        "2"));
        requireNothingLeftToDo();
    }

    @Test
    void of_what_changed_on_both_sides_the_remote_version_keeps_the_name_and_the_local_one_gets_another() {
        inConflict();
        TwoWayReport report = scene.sync();

        assertThat(report.isClean()).isTrue();
        requireBothKept();
        assertThat(scene.local.stat(ObjectKey.of(COPY)).orElseThrow().contentModified())
                .contains(EDITED);
        assertThat(report.push().done(Reason.LOCAL_RENAMED).objects()).isOne();
        assertThat(report.pull().done(Reason.REMOTE_KEEPS_NAME).objects()).isOne();
        requireNothingLeftToDo();
    }

    @Test
    void the_same_edit_on_both_sides_is_no_conflict() {
        synced("a.txt", "b.txt");
        scene.put(scene.local, "a.txt", "the same");
        scene.put(scene.remote, "a.txt", "the same");

        TwoWayReport report = scene.sync();

        assertThat(report.push().done(Reason.ALIKE_CHANGED).objects()).isOne();
        assertThat(contents(scene.local)).containsOnlyKeys("a.txt", "b.txt").isEqualTo(contents(scene.remote));
        requireNothingLeftToDo();
    }

    @Test
    void an_edit_stays_where_the_other_side_deleted_on_either_side() {
        synced("a", "b", "c");
        delete(scene.local, "a");
        scene.put(scene.remote, "a", "edited there");
        delete(scene.remote, "b");
        scene.put(scene.local, "b", "edited here");

        assertThat(scene.sync().isClean()).isTrue();

        assertThat(contents(scene.local))
                .isEqualTo(contents(scene.remote))
                .isEqualTo(Map.of("a", "edited there", "b", "edited here", "c", "old c"));
        requireNothingLeftToDo();
    }

    @Test
    void without_a_record_both_sides_come_together_and_nothing_is_deleted() {
        inConflict();
        delete(scene.remote, "b.txt");
        scene.bases.lose();

        assertThat(scene.sync().isClean()).isTrue();
        requireBothKept();
        requireNothingLeftToDo();
    }

    @Test
    void a_conflict_that_breaks_off_at_any_call_is_finished_by_the_next_run_with_one_copy() {
        List<Operation> calls = List.of(Operation.PUT, Operation.COPY, Operation.GET, Operation.STAT);
        for (Operation operation : calls) {
            for (var side : List.of(SyncSide.LOCAL, SyncSide.REMOTE)) {
                for (Fault fault : faults(operation)) {
                    for (int number = 1; number <= 3; number++) {
                        close();
                        open();
                        inConflict();
                        var store = side == SyncSide.LOCAL ? scene.local : scene.remote;
                        store.fail(operation, store.calls(operation) + number, fault);
                        var unused = scene.sync();
                        store.heal();
                        assertThat(contents(scene.local).values()).contains("mine");
                        assertThat(contents(scene.remote).values()).contains("theirs");
                        assertThat(scene.sync().isClean())
                                .as("%s %s %s %s", operation, side, fault, number)
                                .isTrue();
                        requireBothKept();
                    }
                }
            }
        }
    }

    private static List<Fault> faults(Operation operation) {
        return Fault.ANSWER_LOST.operations().contains(operation)
                ? List.of(Fault.NOT_REACHED, Fault.ANSWER_LOST)
                : List.of(Fault.NOT_REACHED);
    }

    @Test
    void a_name_that_another_version_has_is_left_to_it() {
        inConflict();
        scene.put(scene.local, COPY, "something else");

        assertThat(scene.sync().isClean()).isTrue();

        assertThat(contents(scene.local))
                .isEqualTo(contents(scene.remote))
                .containsEntry(COPY, "something else")
                .containsEntry(COPY + "-2", "mine")
                .containsEntry("a.txt", "theirs");
    }

    @Test
    void a_local_version_that_changes_while_the_conflict_is_settled_is_never_overwritten() {
        inConflict();
        var edited = new AtomicBoolean();
        scene.on(event -> {
            boolean isCopySent =
                    event instanceof SyncEvent.Done done && done.action().reason() == Reason.LOCAL_RENAMED;
            if (isCopySent && edited.compareAndSet(false, true)) {
                scene.put(scene.local, "a.txt", "mine, newer");
            }
        });

        TwoWayReport report = scene.sync();

        assertThat(edited).isTrue();
        assertThat(report.pull().conflictCount()).isOne();
        assertThat(contents(scene.local)).containsEntry("a.txt", "mine, newer").containsEntry(COPY, "mine");
        assertThat(scene.sync().isClean()).isTrue();
        assertThat(contents(scene.local)).isEqualTo(contents(scene.remote)).containsEntry("a.txt", "theirs");
        assertThat(contents(scene.local).values()).contains("mine", "mine, newer", "theirs");
    }

    @Test
    void a_side_that_lost_everything_stops_the_run_before_anything_is_done() {
        synced("a", "b", "c");
        List.of("a", "b", "c").forEach(key -> delete(scene.local, key));
        scene.put(scene.remote, "b", "edited");
        scene.put(scene.remote, "d", "new");

        for (SyncOptions options : List.of(DELETING, SyncOptions.DEFAULT, DELETING.withDryRun(true))) {
            assertThatThrownBy(() -> scene.sync(options))
                    .isInstanceOf(SyncRefused.SideEmpty.class)
                    .hasMessageContaining(scene.local.store().toString());
        }
        assertThat(contents(scene.local)).isEmpty();
        assertThat(contents(scene.remote)).containsOnlyKeys("a", "b", "c", "d");
        assertThat(scene.base()).containsOnlyKeys(ObjectKey.of("a"), ObjectKey.of("b"), ObjectKey.of("c"));

        assertThat(scene.sync(DELETING.withRestore(true)).isClean()).isTrue();
        assertThat(contents(scene.local)).isEqualTo(contents(scene.remote)).hasSize(4);
    }

    @Test
    void a_side_that_was_emptied_on_purpose_empties_the_other_if_that_is_forced() {
        synced("a", "b");
        List.of("a", "b").forEach(key -> delete(scene.remote, key));

        assertThat(scene.sync(DELETING.withGuard(new DeleteGuard(OptionalLong.empty(), true)))
                        .isClean())
                .isTrue();
        assertThat(contents(scene.local)).isEmpty();
    }

    @Test
    void deletes_of_both_sides_together_are_what_the_guard_judges() {
        String[] keys = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
        synced(keys);
        List.of("a", "b", "c", "d").forEach(key -> delete(scene.local, key));
        List.of("e", "f", "g", "h").forEach(key -> delete(scene.remote, key));
        scene.put(scene.local, "new", "still moved");

        TwoWayReport report = scene.sync();

        assertThat(report.push().deletes()).isInstanceOfSatisfying(DeleteOutcome.Withheld.class, withheld -> {
            assertThat(withheld.why()).isEqualTo(DeleteOutcome.Why.MORE_THAN_HALF);
            assertThat(withheld.due()).isEqualTo(8);
        });
        assertThat(report.pull().deletes()).isEqualTo(report.push().deletes());
        assertThat(contents(scene.local)).hasSize(9);
        assertThat(contents(scene.remote)).hasSize(9).containsEntry("new", "still moved");

        var atMost = DELETING.withGuard(new DeleteGuard(OptionalLong.of(7), false));
        assertThat(scene.sync(atMost).push().deletes())
                .isInstanceOfSatisfying(
                        DeleteOutcome.Withheld.class,
                        withheld -> assertThat(withheld.why()).isEqualTo(DeleteOutcome.Why.MORE_THAN_ALLOWED));
    }

    @Test
    void what_fails_on_one_side_holds_the_deletes_of_both_back() {
        synced("a", "b", "c", "d", "e");
        delete(scene.local, "a");
        delete(scene.remote, "b");
        scene.put(scene.remote, "c", "edited");
        scene.local.failNext(Operation.PUT, Fault.NOT_REACHED);

        TwoWayReport report = scene.sync();

        assertThat(report.pull().failureCount()).isOne();
        assertThat(report.push().deletes())
                .isInstanceOfSatisfying(
                        DeleteOutcome.Withheld.class,
                        withheld -> assertThat(withheld.why()).isEqualTo(DeleteOutcome.Why.FAILURES));
        assertThat(contents(scene.remote)).containsKey("a");
        assertThat(contents(scene.local)).containsKey("b").containsEntry("c", "old c");

        scene.local.heal();
        assertThat(scene.sync().isClean()).isTrue();
        assertThat(contents(scene.local)).isEqualTo(contents(scene.remote)).containsOnlyKeys("c", "d", "e");
    }

    @Test
    void a_listing_that_does_not_end_deletes_nothing_and_leaves_the_record_as_it_was() {
        synced("a", "b", "c", "d", "e");
        delete(scene.local, "b");
        var before = Map.copyOf(scene.base());
        scene.local.failNext(Operation.LIST, Fault.cutListingAfter(2));

        TwoWayReport report = scene.sync();

        assertThat(report.push().end()).isInstanceOf(RunEnd.Stopped.class);
        assertThat(report.pull().end()).isInstanceOf(RunEnd.Stopped.class);
        assertThat(contents(scene.remote)).hasSize(5);
        assertThat(scene.base()).isEqualTo(before);
    }

    @Test
    void a_dry_run_tells_what_a_run_does_and_changes_nothing() {
        inConflict();
        scene.put(scene.local, "new", "1");
        delete(scene.remote, "b.txt");
        scene.put(scene.remote, "c", "2");
        Map<String, String> local = contents(scene.local);
        Map<String, String> remote = contents(scene.remote);
        var base = Map.copyOf(scene.base());

        TwoWayReport dry = scene.sync(DELETING.withDryRun(true));
        assertThat(scene.planned())
                .anySatisfy(action -> {
                    assertThat(action.key()).isEqualTo(ObjectKey.of(COPY));
                    assertThat(action.reason()).isEqualTo(Reason.LOCAL_RENAMED);
                })
                .anySatisfy(action -> assertThat(action.reason()).isEqualTo(Reason.REMOTE_KEEPS_NAME));
        assertThat(contents(scene.local)).isEqualTo(local);
        assertThat(contents(scene.remote)).isEqualTo(remote);
        assertThat(scene.base()).isEqualTo(base);

        TwoWayReport real = scene.sync();
        assertThat(real.push().planned()).isEqualTo(dry.push().planned());
        assertThat(real.pull().planned()).isEqualTo(dry.pull().planned());
        assertThat(real.push().done()).isEqualTo(dry.push().planned());
        assertThat(real.pull().done()).isEqualTo(dry.pull().planned());
    }

    @Test
    void a_conflict_of_a_name_too_long_for_another_is_reported_and_both_sides_stay() {
        String key = ("k".repeat(200) + "/").repeat(4) + "n".repeat(200);
        synced(key, "b");
        scene.put(scene.local, key, "mine");
        scene.put(scene.remote, key, "theirs");

        TwoWayReport report = scene.sync();

        assertThat(report.push().conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.reason()).isEqualTo(Reason.BOTH_CHANGED));
        assertThat(contents(scene.local)).containsEntry(key, "mine");
        assertThat(contents(scene.remote)).containsEntry(key, "theirs");
    }

    @Test
    void a_file_that_a_link_took_the_place_of_is_neither_deleted_nor_written_through_it(@TempDir Path folder)
            throws IOException {
        Path local = Files.createDirectory(folder.resolve("local"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        try (var linked = new SyncScene(local)) {
            linked.put(linked.local, "data/a", "one");
            linked.put(linked.local, "data/b", "two");
            linked.put(linked.local, "c", "three");
            assertThat(linked.sync().isClean()).isTrue();
            Files.delete(local.resolve("data/a"));
            Files.delete(local.resolve("data/b"));
            Files.delete(local.resolve("data"));
            Files.createSymbolicLink(local.resolve("data"), elsewhere);
            linked.put(linked.remote, "data/b", "edited there");

            TwoWayReport report = linked.sync(DELETING.withGuard(new DeleteGuard(OptionalLong.empty(), true)));

            assertThat(report.isClean()).isTrue();
            assertThat(contents(linked.remote)).containsKeys("data/a", "data/b", "c");
            assertThat(elsewhere).isEmptyDirectory();
        }
    }

    @Test
    void a_record_that_cannot_be_kept_ends_the_run_and_the_next_one_makes_it_good() {
        inConflict();
        scene.bases.failFrom(1);
        assertThatThrownBy(() -> scene.sync()).isInstanceOf(SyncRefused.StateUnusable.class);
        scene.bases.failFrom(0);

        assertThat(scene.sync().isClean()).isTrue();
        requireBothKept();
    }

    @Test
    void the_same_conflict_on_a_second_machine_gives_each_machine_a_copy_of_its_own() {
        var clock = new ManualClock(SyncScene.NOON);
        try (var other = new InMemoryAdapter(clock);
                var second = new SyncScene(other, scene.remote)) {
            synced("a.txt");
            assertThat(second.sync().isClean()).isTrue();
            scene.put(scene.local, "a.txt", "of one", EDITED);
            second.put(second.local, "a.txt", "of two", EDITED.plusSeconds(1));

            assertThat(scene.sync().isClean()).isTrue();
            assertThat(second.sync().isClean()).isTrue();
            assertThat(scene.sync().isClean()).isTrue();

            assertThat(contents(scene.local))
                    .isEqualTo(contents(second.local))
                    .isEqualTo(contents(scene.remote))
                    .hasSize(2)
                    .containsEntry("a.txt", "of one");
            assertThat(contents(scene.local).values()).contains("of two");
        }
    }

    @Test
    void an_interrupt_ends_both_halves() {
        inConflict();
        Thread.currentThread().interrupt();
        TwoWayReport report = scene.sync();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.push().end()).isInstanceOf(RunEnd.Cancelled.class);
        assertThat(report.pull().end()).isInstanceOf(RunEnd.Cancelled.class);
        assertThat(scene.sync().isClean()).isTrue();
        requireBothKept();
    }

    @Test
    void a_run_that_keeps_what_it_replaces_is_undone_side_by_side() {
        synced("a.txt", "b.txt", "c", "d", "e", "f");
        scene.put(scene.local, "a.txt", "mine", EDITED);
        scene.put(scene.remote, "a.txt", "theirs", EDITED.plusSeconds(60));
        delete(scene.local, "b.txt");
        delete(scene.remote, "c");
        scene.put(scene.local, "d", "edited here");
        scene.put(scene.remote, "e", "edited there");
        Map<String, String> local = contents(scene.local);
        Map<String, String> remote = contents(scene.remote);

        TwoWayReport report = scene.sync(DELETING.withKeep(true));
        assertThat(report.isClean()).isTrue();
        assertThat(visible(scene.local)).isEqualTo(visible(scene.remote)).containsEntry(COPY, "mine");

        assertThat(scene.undo(report.push().run()).refused()).isZero();
        assertThat(visible(scene.remote)).isEqualTo(remote);
        assertThat(scene.undo(report.pull().run()).refused()).isZero();
        assertThat(visible(scene.local)).isEqualTo(local);

        assertThat(scene.sync().isClean()).isTrue();
        assertThat(visible(scene.local)).isEqualTo(visible(scene.remote)).containsEntry(COPY, "mine");
    }

    private static Map<String, String> visible(IObjectStorageAdapter store) {
        var visible = new TreeMap<>(contents(store));
        visible.keySet().removeIf(key -> key.startsWith(".waybill/"));
        return visible;
    }

    @Test
    void the_history_has_a_run_for_each_side_also_where_a_side_was_empty() {
        synced("a", "b");
        TwoWayReport report = scene.sync();
        assertThat(report.push().run()).isNotEqualTo(report.pull().run());
        List.of("a", "b").forEach(key -> delete(scene.local, key));
        assertThatThrownBy(() -> scene.sync()).isInstanceOf(SyncRefused.SideEmpty.class);
        try (RunHistory history = scene.history.open()) {
            assertThat(history.recent(10)).hasSize(6).allSatisfy(run -> {
                assertThat(run.start().command()).isEqualTo("sync");
                assertThat(run.end()).isPresent();
            });
        }
    }

    @Test
    void a_store_that_lets_nobody_in_stops_both_halves() {
        synced("a", "b", "c");
        scene.put(scene.local, "a", "new");
        scene.put(scene.remote, "b", "new");
        scene.remote.failNext(
                Operation.PUT,
                Fault.throwing((store, key) -> new StorageException.AccessDenied(store, key, "not for you", null)));

        TwoWayReport report = scene.sync();

        assertThat(report.push().end()).isInstanceOf(RunEnd.Stopped.class);
        assertThat(report.pull().end()).isEqualTo(report.push().end());
    }
}
