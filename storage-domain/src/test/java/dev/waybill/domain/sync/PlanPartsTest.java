package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.SyncScene.contents;
import static dev.waybill.domain.sync.SyncScene.delete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.sync.DeleteOutcome.Why;
import dev.waybill.domain.sync.PlanScene.Lines;
import dev.waybill.port.ObjectKey;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A plan is applied in parts, by several at the same time.
class PlanPartsTest {
    private static final SyncOptions DELETING = SyncOptions.DEFAULT.withDelete(true);

    private SyncScene scene;
    private PlanScene plans;
    private Lines plan;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // Closed after the test.
    void make_a_plan() {
        var clock = new ManualClock(SyncScene.NOON);
        scene = new SyncScene(new InMemoryAdapter(clock), new InMemoryAdapter(clock));
        plans = new PlanScene(scene);
        IntStream.range(0, 60).forEach(i -> scene.put(scene.local, "k%02d".formatted(i), "x" + i));
        scene.push();
        IntStream.range(0, 20).forEach(i -> scene.put(scene.local, "k%02d".formatted(i), "edited " + i));
        IntStream.range(40, 60).forEach(i -> delete(scene.local, "k%02d".formatted(i)));
        plan = plans.planPush(DELETING);
    }

    @AfterEach
    void close_the_scene() {
        scene.close();
    }

    @Test
    void a_part_is_applied_only_as_a_part() {
        assertThatThrownBy(() -> plans.apply(plan.with("\"transfer\"")))
                .isInstanceOf(SyncRefused.BadPlan.class)
                .hasMessageContaining("line 1");
        var headed = new Lines(
                plan.list().getFirst() + '\n' + plan.with("\"transfer\"").text());
        assertThatThrownBy(() -> plans.apply(headed))
                .isInstanceOf(SyncRefused.BadPlan.class)
                .hasMessageContaining("cut off");
        var holed = new Lines(plan.text().replaceFirst("(?m)^.*\"key\":\"k07\".*\n", ""));
        assertThatThrownBy(() -> plans.apply(holed))
                .isInstanceOf(SyncRefused.BadPlan.class)
                .hasMessageContaining("39 of its 40 steps");
        assertThat(contents(scene.remote)).containsEntry("k00", "x0");

        assertThat(plans.applyPart(plan, plan.with("\"transfer\"")).isClean()).isTrue();
        assertThat(contents(scene.remote)).containsEntry("k00", "edited 0").hasSize(60);
    }

    @Test
    void deletes_wait_until_the_transfers_of_the_other_parts_are_done() {
        Lines deletes = plan.with("\"delete\"");
        SyncReport early = plans.applyPart(plan, deletes);
        assertThat(early.deletes())
                .isInstanceOfSatisfying(
                        DeleteOutcome.Withheld.class,
                        withheld -> assertThat(withheld.why()).isEqualTo(Why.PARTS_MISSING));
        assertThat(contents(scene.remote)).hasSize(60);

        plans.applyPart(plan, plan.with("\"transfer\"").with("\"key\":\"k0"));
        assertThat(plans.applyPart(plan, deletes).deletes()).isInstanceOf(DeleteOutcome.Withheld.class);
        plans.applyPart(plan, plan.with("\"transfer\"").with("\"key\":\"k1"));
        assertThat(plans.applyPart(plan, deletes).isClean()).isTrue();
        assertThat(contents(scene.remote)).isEqualTo(contents(scene.local));
    }

    @Test
    void what_shows_that_transfers_are_done_must_be_newer_than_the_plan() {
        // As synced before, lost at the target, and to be restored: that it was synced once proves nothing.
        IntStream.range(20, 30).forEach(i -> delete(scene.remote, "k%02d".formatted(i)));
        Lines restoring = plans.planPush(DELETING.withRestore(true));
        assertThat(restoring.with("\"reason\":\"restored\"").list()).hasSize(10);
        plans.applyPart(restoring, restoring.with("\"reason\":\"changed\""));
        assertThat(plans.applyPart(restoring, restoring.with("\"delete\"")).deletes())
                .isInstanceOf(DeleteOutcome.Withheld.class);
    }

    @Test
    void deletes_of_a_part_need_the_whole_plan_and_not_its_head_alone() {
        plans.applyPart(plan, plan.with("\"transfer\""));
        var head = new Lines(plan.list().getFirst() + '\n');
        assertThatThrownBy(() -> plans.applyPart(head, plan.with("\"delete\"")))
                .isInstanceOf(SyncRefused.BadPlan.class)
                .hasMessageContaining("cut off");
        assertThat(contents(scene.remote)).hasSize(60);
        assertThat(plans.applyPart(head, plan.with("\"transfer\"")).isClean())
                .as("other steps can do with the head")
                .isTrue();
    }

    @Test
    void parts_applied_at_the_same_time_come_to_the_whole() throws InterruptedException {
        List<Lines> parts = plan.split(new Random(7), 5);
        List<SyncReport> reports = plans.applyTogether(plan, parts, false);
        assertThat(reports).allSatisfy(report -> {
            assertThat(report.failureCount()).isZero();
            assertThat(report.conflictCount()).isZero();
        });
        assertThat(plans.applyTogether(plan, parts, false))
                .allSatisfy(report -> assertThat(report.isClean()).isTrue());
        assertThat(contents(scene.remote)).isEqualTo(contents(scene.local));
        assertThat(scene.push(DELETING).planned()).containsOnlyKeys(Reason.UNCHANGED);
    }

    @Test
    void a_run_and_the_applying_of_a_part_exclude_each_other() {
        try (SyncBase held = scene.bases.openShared(scene.pair())) {
            assertThat(held.entry(ObjectKey.of("k00"))).isPresent();
            assertThatThrownBy(() -> scene.push()).isInstanceOf(SyncRefused.PairBusy.class);
            assertThat(plans.applyPart(plan, plan.with("\"transfer\"")).isClean())
                    .isTrue();
        }
        try (SyncBase held = scene.bases.open(scene.pair())) {
            assertThat(held.entry(ObjectKey.of("k00"))).isPresent();
            assertThatThrownBy(() -> plans.apply(plan)).isInstanceOf(SyncRefused.PairBusy.class);
        }
    }

    @Test
    void a_line_that_is_there_twice_is_refused() {
        Lines twice =
                new Lines(plan.with("\"k07\"").text() + plan.with("\"k07\"").text());
        assertThatThrownBy(() -> plans.applyPart(plan, twice))
                .isInstanceOf(SyncRefused.BadPlan.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("line 1");
    }
}
