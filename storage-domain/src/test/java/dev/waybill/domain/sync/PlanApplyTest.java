package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.SyncScene.contents;
import static dev.waybill.domain.sync.SyncScene.delete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.waybill.domain.sync.DeleteOutcome.Why;
import dev.waybill.domain.sync.PlanScene.Lines;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import dev.waybill.testkit.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A plan is made, then applied, with or without something moving in between.
class PlanApplyTest {
    private static final SyncOptions DELETING = SyncOptions.DEFAULT.withDelete(true);

    private SyncScene scene;
    private PlanScene plans;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // Closed after the test.
    void set_the_scene() {
        var clock = new ManualClock(SyncScene.NOON);
        scene = new SyncScene(new InMemoryAdapter(clock), new InMemoryAdapter(clock));
        plans = new PlanScene(scene);
    }

    @AfterEach
    void close_the_scene() {
        scene.close();
    }

    private void putLocally(int count) {
        IntStream.range(0, count).forEach(i -> scene.put(scene.local, "k%03d".formatted(i), "x" + i));
    }

    /// Four objects synced; then one is new, one changed and one deleted at the source.
    private Lines planOfThree() {
        putLocally(4);
        scene.push();
        scene.put(scene.local, "k000", "edited");
        delete(scene.local, "k001");
        scene.put(scene.local, "new", "n");
        return plans.planPush(DELETING);
    }

    @Test
    void a_plan_changes_nothing_and_applying_it_does_what_a_push_does() {
        Lines plan = planOfThree();
        assertThat(contents(scene.remote)).containsOnlyKeys("k000", "k001", "k002", "k003");

        SyncReport report = plans.apply(plan);
        assertThat(report.isClean()).isTrue();
        assertThat(report.done()).containsOnlyKeys(Reason.NEW, Reason.CHANGED, Reason.DELETED);
        assertThat(contents(scene.remote)).isEqualTo(contents(scene.local));
        assertThat(scene.push(DELETING).planned()).containsOnlyKeys(Reason.UNCHANGED);
    }

    @Test
    void an_applied_plan_that_keeps_what_it_replaces_can_be_undone() {
        putLocally(4);
        scene.push();
        var before = contents(scene.remote);
        scene.put(scene.local, "k000", "edited");
        delete(scene.local, "k001");
        scene.put(scene.local, "new", "n");

        SyncReport applied = plans.apply(plans.planPush(DELETING.withKeep(true)));
        assertThat(applied.isClean()).isTrue();
        var undone = scene.undo(applied.run());

        assertThat(undone.end()).isInstanceOf(RunEnd.Completed.class);
        before.forEach((key, content) -> assertThat(contents(scene.remote)).containsEntry(key, content));
        assertThat(contents(scene.remote)).doesNotContainKey("new");
    }

    @Test
    void the_deletes_stand_behind_the_transfers() {
        assertThat(planOfThree().list())
                .extracting(line -> line.replaceAll("^..v.:1,.type.:.([a-z]+).(.*?.action.:.([a-z]+).)?.*$", "$1 $3")
                        .strip())
                .containsExactly("plan", "step transfer", "step transfer", "step delete", "end");
    }

    @Test
    void applying_lists_no_store() {
        Lines plan = planOfThree();
        long listings = scene.local.calls(Operation.LIST) + scene.remote.calls(Operation.LIST);
        plans.apply(plan);
        assertThat(scene.local.calls(Operation.LIST) + scene.remote.calls(Operation.LIST))
                .isEqualTo(listings);
    }

    @Test
    void applying_twice_does_nothing_the_second_time() {
        Lines plan = planOfThree();
        plans.apply(plan);
        Map<ObjectKey, SyncedObject> noted = Map.copyOf(scene.base());
        Map<Operation, Long> before = scene.remote.calls();

        SyncReport again = plans.apply(plan);
        assertThat(again.isClean()).isTrue();
        assertThat(again.done()).containsOnlyKeys(Reason.UNCHANGED);
        assertThat(again.done(Reason.UNCHANGED).objects()).isEqualTo(3);
        assertThat(scene.base()).isEqualTo(noted);
        for (Operation write : new Operation[] {Operation.PUT, Operation.DELETE, Operation.DELETE_ALL}) {
            assertThat(scene.remote.calls(write)).as(write.name()).isEqualTo(before.getOrDefault(write, 0L));
        }
    }

    @Test
    void what_was_done_and_not_noted_is_recognised_by_its_content() {
        Lines plan = planOfThree();
        plans.apply(plan);
        scene.bases.lose();
        var before = contents(scene.remote);

        SyncReport again = plans.apply(plan);
        assertThat(again.isClean()).isTrue();
        assertThat(again.done()).containsOnlyKeys(Reason.UNCHANGED);
        assertThat(contents(scene.remote)).isEqualTo(before);
        assertThat(scene.base()).containsKeys(ObjectKey.of("k000"), ObjectKey.of("new"));
    }

    @Test
    void what_changed_at_the_source_since_is_refused_and_the_rest_goes_on() {
        putLocally(3);
        Lines plan = plans.planPush(SyncOptions.DEFAULT);
        scene.put(scene.local, "k001", "edited since");
        delete(scene.local, "k002");

        SyncReport report = plans.apply(plan);
        assertThat(report.conflicts())
                .extracting(conflict -> conflict.key().value(), SyncAction.Conflict::reason)
                .containsExactlyInAnyOrder(tuple("k001", Reason.SOURCE_MOVED), tuple("k002", Reason.SOURCE_MOVED));
        assertThat(report.failureCount()).isZero();
        assertThat(contents(scene.remote)).containsOnlyKeys("k000");
    }

    @Test
    void what_changed_or_appeared_at_the_target_since_is_not_overwritten() {
        Lines plan = planOfThree();
        scene.put(scene.remote, "k000", "theirs");
        scene.put(scene.remote, "new", "theirs, too");

        SyncReport report = plans.apply(plan);
        assertThat(report.conflicts())
                .extracting(SyncAction.Conflict::reason)
                .containsExactly(Reason.TARGET_MOVED, Reason.TARGET_MOVED);
        assertThat(contents(scene.remote)).containsEntry("k000", "theirs").containsEntry("new", "theirs, too");
    }

    @Test
    void nothing_that_moved_is_overwritten_where_the_store_knows_no_conditions() {
        try (IObjectStorageAdapter plain = new InMemoryAdapter(scene.clock, InMemoryAdapter.NO_CAPABILITIES);
                SyncScene other = new SyncScene(scene.local, plain)) {
            putLocally(3);
            other.push();
            scene.put(scene.local, "k000", "mine");
            scene.put(scene.local, "k001", "mine, too");
            scene.put(scene.local, "new", "mine");
            scene.clock.advance(Duration.ofHours(1));
            Lines plan = new PlanScene(other).planPush(SyncOptions.DEFAULT);
            plain.put(ObjectKey.of("k000"), ObjectSource.of(new byte[77]), PutOptions.DEFAULT);
            plain.put(ObjectKey.of("new"), ObjectSource.of(new byte[78]), PutOptions.DEFAULT);

            SyncReport report = new PlanScene(other).apply(plan);
            assertThat(report.conflicts()).hasSize(2);
            assertThat(contents(plain)).containsEntry("k001", "mine, too");
            assertThat(contents(plain).get("k000")).hasSize(77);
            assertThat(contents(plain).get("new")).hasSize(78);
        }
    }

    @Test
    void what_is_back_at_the_source_or_changed_at_the_target_is_not_deleted() {
        putLocally(20);
        scene.push();
        for (String key : new String[] {"k001", "k002", "k003"}) {
            delete(scene.local, key);
        }
        Lines plan = plans.planPush(DELETING);
        scene.put(scene.local, "k001", "back");
        scene.put(scene.remote, "k002", "theirs");

        SyncReport report = plans.apply(plan);
        assertThat(report.conflicts())
                .extracting(SyncAction.Conflict::reason)
                .containsExactlyInAnyOrder(Reason.SOURCE_MOVED, Reason.TARGET_MOVED);
        assertThat(contents(scene.remote)).containsKeys("k001", "k002").doesNotContainKey("k003");
    }

    @Test
    void nothing_is_deleted_where_a_transfer_was_refused_or_failed() {
        Lines plan = planOfThree();
        scene.put(scene.local, "new", "edited since");
        SyncReport refused = plans.apply(plan);
        assertThat(refused.deletes())
                .isInstanceOfSatisfying(
                        DeleteOutcome.Withheld.class,
                        withheld -> assertThat(withheld.why()).isEqualTo(Why.FAILURES));
        assertThat(contents(scene.remote)).containsKey("k001");

        Lines next = plans.planPush(DELETING);
        scene.remote.failNext(Operation.PUT, Fault.NOT_REACHED);
        assertThat(plans.apply(next).deletes()).isInstanceOf(DeleteOutcome.Withheld.class);
        assertThat(contents(scene.remote)).containsKey("k001");
        assertThat(plans.apply(next).isClean()).isTrue();
        assertThat(contents(scene.remote)).isEqualTo(contents(scene.local));
    }

    @Test
    void what_the_guard_stopped_is_deleted_only_by_force() {
        putLocally(4);
        scene.push();
        IntStream.range(0, 4).forEach(i -> delete(scene.local, "k00" + i));
        Lines plan = plans.planPush(DELETING);
        assertThat(plan.list().getFirst()).contains("\"verdict\":\"source-empty\"");

        assertThat(plans.apply(plan).deletes())
                .isInstanceOfSatisfying(
                        DeleteOutcome.Withheld.class,
                        withheld -> assertThat(withheld.why()).isEqualTo(Why.SOURCE_EMPTY));
        assertThat(contents(scene.remote)).hasSize(4);
        assertThat(plans.apply(plan, true).isClean()).isTrue();
        assertThat(contents(scene.remote)).isEmpty();
    }

    @Test
    void the_most_that_may_be_deleted_is_part_of_the_plan() {
        putLocally(30);
        scene.push();
        IntStream.range(0, 3).forEach(i -> delete(scene.local, "k00" + i));
        Lines plan = plans.planPush(DELETING.withGuard(new DeleteGuard(OptionalLong.of(2), false)));
        assertThat(plans.apply(plan).deletes())
                .isInstanceOfSatisfying(
                        DeleteOutcome.Withheld.class,
                        withheld -> assertThat(withheld.why()).isEqualTo(Why.MORE_THAN_ALLOWED));
    }

    @Test
    void nothing_is_deleted_by_a_plan_that_could_not_compare_everything() {
        try (IObjectStorageAdapter plain = new InMemoryAdapter(scene.clock, InMemoryAdapter.NO_CAPABILITIES);
                SyncScene other = new SyncScene(scene.local, plain)) {
            putLocally(5);
            other.push();
            delete(scene.local, "k002");
            scene.put(scene.local, "k003", "y3");
            plain.put(ObjectKey.of("k003"), ObjectSource.of(new byte[] {'z', '3'}), PutOptions.DEFAULT);
            other.remote.failEvery(Operation.GET, ObjectKey.of("k003"), Fault.NOT_REACHED);
            Lines plan = new PlanScene(other).planPush(DELETING);
            assertThat(plan.list().getFirst()).contains("\"failures\":1").contains("\"verdict\":\"failures\"");
            other.remote.heal();

            assertThat(new PlanScene(other).apply(plan, true).deletes()).isInstanceOf(DeleteOutcome.Withheld.class);
            assertThat(contents(plain)).containsKey("k002");
        }
    }

    @Test
    void a_listing_that_fails_makes_no_plan() {
        putLocally(3);
        scene.remote.failNext(Operation.LIST, Fault.cutListingAfter(0));
        assertThat(plans.planPush(DELETING).text()).isEmpty();
    }

    /// One object went on both sides, and one became the same.
    private Lines planOfNotes() {
        putLocally(3);
        scene.push();
        delete(scene.local, "k000");
        delete(scene.remote, "k000");
        scene.put(scene.local, "k001", "same");
        scene.put(scene.remote, "k001", "same");
        return plans.planPush(SyncOptions.DEFAULT);
    }

    @Test
    void what_is_alike_or_gone_on_both_sides_is_noted_by_a_step() {
        Lines plan = planOfNotes();
        SyncReport report = plans.apply(plan);
        assertThat(report.isClean()).isTrue();
        assertThat(report.done()).containsOnlyKeys(Reason.ALIKE_CHANGED, Reason.BOTH_DELETED);
        assertThat(scene.base()).containsOnlyKeys(ObjectKey.of("k001"), ObjectKey.of("k002"));
        assertThat(plans.apply(plan).done()).containsOnlyKeys(Reason.UNCHANGED);
        assertThat(scene.push().planned()).containsOnlyKeys(Reason.UNCHANGED);
    }

    @Test
    void what_is_no_longer_alike_or_gone_is_not_noted() {
        Lines plan = planOfNotes();
        Map<ObjectKey, SyncedObject> noted = Map.copyOf(scene.base());
        scene.put(scene.local, "k000", "back");
        scene.put(scene.remote, "k001", "edited since");

        SyncReport report = plans.apply(plan);
        assertThat(report.conflicts())
                .extracting(SyncAction.Conflict::reason)
                .containsExactlyInAnyOrder(Reason.SOURCE_MOVED, Reason.TARGET_MOVED);
        assertThat(scene.base()).isEqualTo(noted);
    }

    @Test
    void an_edit_right_after_the_plan_is_found_by_the_next_run() {
        scene.put(scene.local, "k", "same");
        scene.put(scene.remote, "k", "same");
        Lines plan = plans.planPush(SyncOptions.DEFAULT);
        plans.apply(plan);
        assertThat(scene.base().values())
                .extracting(SyncedObject::syncedAt)
                .as("nothing was looked at after this")
                .singleElement()
                .satisfies(
                        time -> assertThat(time).isBefore(scene.clock.instant().minusMillis(900)));
    }

    @Test
    void conflicts_are_told_of_and_left_as_they_are() {
        putLocally(2);
        scene.push();
        scene.put(scene.local, "k000", "mine");
        scene.put(scene.remote, "k000", "theirs");
        scene.put(scene.local, "k001", "mine");
        Lines plan = plans.planPush(SyncOptions.DEFAULT);
        assertThat(plan.with("\"note\"").list()).singleElement().asString().contains("k000", "both-changed");
        assertThat(plan.list().getLast()).contains("\"conflicts\":1");

        assertThat(plans.apply(plan).isClean()).isTrue();
        assertThat(contents(scene.remote)).containsEntry("k000", "theirs").containsEntry("k001", "mine");
    }

    @Test
    void a_plan_of_other_stores_is_refused() {
        Lines plan = planOfThree();
        try (var elsewhere = new InMemoryAdapter(scene.clock);
                SyncScene other = new SyncScene(scene.local, elsewhere)) {
            assertThatThrownBy(() -> new PlanScene(other).apply(plan))
                    .isInstanceOf(SyncRefused.OtherStores.class)
                    .hasMessageContaining(scene.remote.store().toString())
                    .hasMessageContaining(elsewhere.store().toString());
        }
    }

    @Test
    void a_pull_can_be_planned_too() {
        scene.put(scene.remote, "a", "there");
        scene.put(scene.local, "b", "here");
        assertThat(plans.apply(plans.plan(SyncDirection.PULL, DELETING)).isClean())
                .isTrue();
        assertThat(contents(scene.local)).containsOnlyKeys("a", "b");
        assertThat(contents(scene.remote)).containsOnlyKeys("a");
    }

    @Test
    void a_store_that_is_full_stops_the_applying_at_once() {
        putLocally(500);
        Lines plan = plans.planPush(SyncOptions.DEFAULT);
        scene.remote.failEvery(
                Operation.PUT,
                Fault.throwing((store, key) -> new StorageException.QuotaExceeded(store, key, "full", null)));
        assertThat(plans.apply(plan).end()).isInstanceOf(RunEnd.Stopped.class);
        assertThat(scene.remote.calls(Operation.PUT)).isLessThan(100);
    }
}
