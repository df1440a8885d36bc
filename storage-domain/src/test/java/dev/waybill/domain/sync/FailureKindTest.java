package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.SyncScene.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.Operation;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How far a failure reaches, between a folder and a bucket, and what of it is tried again.
class FailureKindTest {
    private static final Fault DENIED =
            Fault.throwing((store, key) -> new StorageException.AccessDenied(store, key, "expired", null));
    private static final Fault FULL =
            Fault.throwing((store, key) -> new StorageException.QuotaExceeded(store, key, "full", null));

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

    private void put(FaultyAdapter store, int count) {
        IntStream.range(0, count).forEach(i -> scene.put(store, "k%03d".formatted(i), "x" + i));
    }

    private static void assertStopsAtOnce(SyncReport report, FaultyAdapter store, Operation operation) {
        assertThat(report.end()).isInstanceOf(RunEnd.Stopped.class);
        assertThat(report.failures()).extracting(SyncFailure::kind).contains(FailureKind.FATAL);
        assertThat(store.calls(operation)).isLessThan(60);
    }

    @Test
    void a_file_that_may_not_be_read_fails_alone() {
        put(scene.local, 5);
        scene.local.failEvery(Operation.GET, ObjectKey.of("k002"), DENIED);
        SyncReport report = scene.push();
        assertThat(report.end()).isEqualTo(new RunEnd.Completed());
        assertThat(report.failures()).extracting(SyncFailure::kind).containsExactly(FailureKind.ITEM);
        assertThat(contents(scene.remote)).hasSize(4);
    }

    @Test
    void a_login_that_expired_stops_a_push_at_the_target_and_a_pull_at_the_source() {
        put(scene.local, 300);
        scene.remote.failEvery(Operation.PUT, DENIED);
        assertStopsAtOnce(scene.push(), scene.remote, Operation.PUT);
        scene.remote.heal();
        IntStream.range(300, 600).forEach(i -> scene.put(scene.remote, "k" + i, "y"));
        scene.remote.failEvery(Operation.GET, DENIED);
        assertStopsAtOnce(scene.pull(), scene.remote, Operation.GET);
    }

    @Test
    void a_full_disk_stops_the_run_on_either_side() {
        put(scene.remote, 300);
        scene.local.failEvery(Operation.PUT, FULL);
        assertStopsAtOnce(scene.pull(), scene.local, Operation.PUT);
        scene.remote.failEvery(Operation.GET, FULL);
        assertStopsAtOnce(scene.pull(), scene.remote, Operation.GET);
    }

    @Test
    void a_store_that_could_not_be_had_just_then_is_neither_the_items_fault_nor_the_end() {
        put(scene.local, 5);
        scene.remote.failEvery(Operation.PUT, ObjectKey.of("k001"), Fault.NOT_REACHED);
        SyncReport report = scene.push();
        assertThat(report.end()).isEqualTo(new RunEnd.Completed());
        assertThat(report.failures()).extracting(SyncFailure::kind).containsExactly(FailureKind.STORE);
    }

    @Test
    void what_failed_is_tried_again_alone_and_no_side_is_listed() {
        put(scene.local, 5);
        scene.remote.failEvery(Operation.PUT, ObjectKey.of("k001"), Fault.NOT_REACHED);
        SyncReport first = scene.push();
        scene.remote.heal();
        scene.put(scene.local, "other", "not asked for");
        long listings = scene.local.calls(Operation.LIST) + scene.remote.calls(Operation.LIST);
        List<ObjectKey> failed = first.failures().stream().map(SyncFailure::key).toList();

        SyncReport again =
                scene.synchronizer().retry(SyncDirection.PUSH, SyncOptions.DEFAULT, failed, SyncListener.NONE);
        assertThat(scene.local.calls(Operation.LIST) + scene.remote.calls(Operation.LIST))
                .isEqualTo(listings);
        assertThat(again.isClean()).isTrue();
        assertThat(again.moved().objects()).isEqualTo(1);
        assertThat(contents(scene.remote)).hasSize(5).containsEntry("k001", "x1");
        assertThat(scene.base()).containsKey(ObjectKey.of("k001"));
    }

    @Test
    void what_is_tried_again_is_judged_as_ever() {
        put(scene.local, 3);
        scene.push();
        scene.put(scene.local, "k000", "mine");
        scene.put(scene.remote, "k000", "theirs");
        scene.put(scene.local, "k001", "mine");
        List<ObjectKey> keys = List.of(ObjectKey.of("k000"), ObjectKey.of("k001"), ObjectKey.of("nowhere"));
        SyncReport report =
                scene.synchronizer().retry(SyncDirection.PUSH, SyncOptions.DEFAULT, keys, SyncListener.NONE);
        assertThat(report.conflicts()).extracting(SyncAction.Conflict::reason).containsExactly(Reason.BOTH_CHANGED);
        assertThat(contents(scene.remote)).containsEntry("k000", "theirs").containsEntry("k001", "mine");
        assertThatThrownBy(() -> scene.synchronizer()
                        .retry(SyncDirection.PUSH, SyncOptions.DEFAULT.withDelete(true), keys, SyncListener.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
