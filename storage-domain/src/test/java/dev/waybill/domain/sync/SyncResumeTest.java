package dev.waybill.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.transfer.BegunAnew;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.Operation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run goes on with what the one before it left, and leaves nothing that no run will go on with.
class SyncResumeTest {
    private static final Instant LONG_AGO = SyncScene.NOON.minus(Duration.ofDays(1));
    private static final ObjectKey LARGE = ObjectKey.of("large.bin");

    /// Twice as many parts as there are slots, in folders too, whose parts have 4 KiB at least.
    private static final String CONTENT = "0123456789abcdef".repeat(4096);

    @TempDir
    private Path folder;

    private SyncScene scene;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // Closed after the test.
    void set_the_scene() {
        scene = new SyncScene(folder);
    }

    @AfterEach
    void close_the_scene() {
        scene.close();
    }

    /// A push of a large file that broke off after some parts.
    private void breakOff(Instant modified) {
        scene.put(scene.local, LARGE.value(), CONTENT, modified);
        scene.put(scene.local, "small.txt", "small", LONG_AGO);
        scene.remote.fail(Operation.PUT_PART, 12, Fault.NOT_REACHED);
        SyncReport report = scene.push();
        assertThat(report.failureCount()).isOne();
        assertThat(report.resumption().resumable()).isOne();
        scene.remote.heal();
    }

    private long unfinished() {
        try (var uploads = scene.remote.listUploads(KeyPrefix.ALL)) {
            return uploads.count();
        }
    }

    private void requireNothingLeft() {
        assertThat(unfinished()).isZero();
        assertThat(scene.bases.journal.all()).isEmpty();
    }

    @Test
    void the_next_push_moves_only_what_is_missing_and_says_so() {
        breakOff(LONG_AGO);
        long parts = scene.bases.journal.all().getFirst().parts().size();

        SyncReport report = scene.push();

        assertThat(report.isClean()).isTrue();
        assertThat(report.resumption()).isEqualTo(new Resumption(1, parts, 2048 * parts, 0));
        assertThat(scene.events).contains(new SyncEvent.Resumed(LARGE, (int) parts, 2048 * parts));
        assertThat(SyncScene.contents(scene.remote)).containsEntry(LARGE.value(), CONTENT);
        requireNothingLeft();
        assertThat(scene.push().planned(Reason.UNCHANGED).objects()).isEqualTo(2);
    }

    /// The applying of a plan, or a part of one, that broke off after some parts.
    private static SyncReport breakOff(SyncScene scene, Supplier<SyncReport> applying) {
        scene.remote.fail(Operation.PUT_PART, 12, Fault.NOT_REACHED);
        SyncReport report = applying.get();
        scene.remote.heal();
        assertThat(report.failureCount()).isOne();
        return report;
    }

    @Test
    void a_plan_applied_again_moves_only_what_is_missing_and_says_so() {
        scene.put(scene.local, LARGE.value(), CONTENT, LONG_AGO);
        var plans = new PlanScene(scene);
        PlanScene.Lines plan = plans.planPush(SyncOptions.DEFAULT);
        SyncReport broken = breakOff(scene, () -> plans.apply(plan));
        long parts = scene.bases.journal.all().getFirst().parts().size();

        SyncReport report = plans.apply(plan);

        assertThat(broken.resumption().resumable()).isOne();
        assertThat(report.isClean()).isTrue();
        assertThat(parts).isPositive();
        assertThat(report.resumption()).isEqualTo(new Resumption(1, parts, 2048 * parts, 0));
        assertThat(SyncScene.contents(scene.remote)).containsEntry(LARGE.value(), CONTENT);
        requireNothingLeft();
    }

    @Test
    void a_part_of_a_plan_that_fails_leaves_nothing_since_another_process_may_have_it_too() {
        scene.put(scene.local, LARGE.value(), CONTENT, LONG_AGO);
        var plans = new PlanScene(scene);
        PlanScene.Lines plan = plans.planPush(SyncOptions.DEFAULT);

        breakOff(scene, () -> plans.applyPart(plan, plan.with("\"transfer\"")));

        requireNothingLeft();
    }

    @Test
    void a_file_edited_in_between_moves_anew() {
        breakOff(LONG_AGO);
        String edited = CONTENT.replace('0', '1');
        scene.put(scene.local, LARGE.value(), edited, LONG_AGO.plusSeconds(60));

        assertThat(scene.push().isClean()).isTrue();

        assertThat(scene.events).contains(new SyncEvent.BegunAnew(LARGE, BegunAnew.CHANGED));
        assertThat(SyncScene.contents(scene.remote)).containsEntry(LARGE.value(), edited);
        requireNothingLeft();
    }

    @Test
    void a_file_that_was_too_new_to_be_trusted_moves_anew() {
        breakOff(SyncScene.NOON.plusSeconds(20));
        scene.put(scene.local, LARGE.value(), CONTENT.replace('0', '1'), SyncScene.NOON.plusSeconds(20));

        assertThat(scene.push().isClean()).isTrue();

        assertThat(scene.events).contains(new SyncEvent.BegunAnew(LARGE, BegunAnew.CHANGED));
        requireNothingLeft();
    }

    @Test
    void what_is_no_longer_to_be_moved_is_given_up_at_the_end_of_the_run() {
        breakOff(LONG_AGO);

        SyncReport report = scene.push(SyncOptions.DEFAULT.withExclude(List.of("*.bin")));

        assertThat(report.isClean()).isTrue();
        requireNothingLeft();
    }

    @Test
    void a_file_deleted_in_between_leaves_nothing() {
        breakOff(LONG_AGO);
        SyncScene.delete(scene.local, LARGE.value());

        assertThat(scene.push().isClean()).isTrue();

        requireNothingLeft();
    }

    @Test
    void a_large_file_that_became_small_leaves_nothing() {
        breakOff(LONG_AGO);
        scene.put(scene.local, LARGE.value(), "small by now", LONG_AGO.plusSeconds(60));

        assertThat(scene.push().isClean()).isTrue();

        requireNothingLeft();
    }

    @Test
    void a_run_on_other_keys_alone_gives_nothing_up() {
        breakOff(LONG_AGO);

        SyncReport report = scene.synchronizer()
                .retry(SyncDirection.PUSH, SyncOptions.DEFAULT, List.of(ObjectKey.of("small.txt")), SyncListener.NONE);

        assertThat(report.isClean()).isTrue();
        assertThat(unfinished()).isOne();
        assertThat(scene.push().resumption().parts()).isPositive();
        requireNothingLeft();
    }

    @Test
    void a_run_that_is_stopped_gives_nothing_up() {
        breakOff(LONG_AGO);
        scene.remote.failEvery(Operation.LIST, Fault.NOT_REACHED);

        SyncReport report = scene.push();

        assertThat(report.end()).isInstanceOf(RunEnd.Stopped.class);
        assertThat(report.resumption().resumable()).isOne();
        assertThat(unfinished()).isOne();
    }

    @Test
    void a_dry_run_leaves_everything_as_it_is() {
        breakOff(LONG_AGO);

        scene.push(SyncOptions.DEFAULT.withExclude(List.of("*.bin")).withDryRun(true));

        assertThat(unfinished()).isOne();
        assertThat(scene.bases.journal.all()).hasSize(1);
    }

    @Test
    void a_store_that_will_not_abort_now_is_asked_again_by_the_next_run() {
        breakOff(LONG_AGO);
        scene.remote.failEvery(Operation.ABORT, Fault.NOT_REACHED);
        SyncOptions without = SyncOptions.DEFAULT.withExclude(List.of("*.bin"));
        assertThat(scene.push(without).isClean()).isTrue();
        assertThat(unfinished()).isOne();
        scene.remote.heal();

        assertThat(scene.push(without).isClean()).isTrue();

        requireNothingLeft();
    }

    @Test
    void a_pull_goes_on_where_it_was_too() {
        scene.remote.put(
                LARGE,
                ObjectSource.of(CONTENT.getBytes(StandardCharsets.UTF_8)),
                PutOptions.DEFAULT.withContentModified(LONG_AGO));
        scene.local.fail(
                Operation.PUT_PART,
                12,
                Fault.throwing((store, key) -> new StorageException.StoreFailure(store, key, "planted", null)));
        assertThat(scene.pull().resumption().resumable()).isOne();
        long parts = scene.bases.journal.all().getFirst().parts().size();
        scene.local.heal();

        SyncReport report = scene.pull();

        assertThat(report.isClean()).isTrue();
        assertThat(report.resumption().parts()).isEqualTo(parts).isPositive();
        assertThat(SyncScene.contents(scene.local)).containsEntry(LARGE.value(), CONTENT);
        assertThat(scene.bases.journal.all()).isEmpty();
    }
}
