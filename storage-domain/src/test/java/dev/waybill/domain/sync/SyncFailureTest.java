package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.SyncScene.contents;
import static dev.waybill.domain.sync.SyncScene.delete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.Gate;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncFailureTest {
    @TempDir
    Path folder;

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

    private void putLocally(int count) {
        IntStream.range(0, count).forEach(i -> scene.put(scene.local, "k%03d".formatted(i), "x" + i));
    }

    private void onPlanned(String key, Runnable action) {
        scene.on(event -> {
            if (event instanceof SyncEvent.Planned planned
                    && planned.action() instanceof SyncAction.Transfer
                    && planned.action().key().value().equals(key)) {
                action.run();
            }
        });
    }

    @Test
    void a_source_that_vanished_fails_alone_and_the_rest_goes_on() {
        putLocally(5);
        onPlanned("k002", () -> delete(scene.local, "k002"));

        SyncReport report = scene.push();
        assertThat(report.end()).isEqualTo(new RunEnd.Completed());
        assertThat(report.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.key()).isEqualTo(ObjectKey.of("k002"));
            assertThat(failure.cause()).isInstanceOf(StorageException.ObjectNotFound.class);
        });
        assertThat(contents(scene.remote)).containsOnlyKeys("k000", "k001", "k003", "k004");
    }

    @Test
    void a_source_that_changed_fails_alone_and_is_moved_by_the_next_run() {
        putLocally(3);
        onPlanned("k001", () -> scene.put(scene.local, "k001", "edited meanwhile"));

        SyncReport report = scene.push();
        assertThat(report.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.cause()).isInstanceOf(StorageException.PreconditionFailed.class);
            assertThat(failure.cause().store()).isEqualTo(scene.local.store());
        });
        assertThat(contents(scene.remote)).containsOnlyKeys("k000", "k002");
        scene.on(event -> {});
        assertThat(scene.push().isClean()).isTrue();
        assertThat(contents(scene.remote)).containsEntry("k001", "edited meanwhile");
    }

    @Test
    void a_target_that_appeared_meanwhile_is_not_overwritten() {
        putLocally(3);
        onPlanned("k001", () -> scene.put(scene.remote, "k001", "somebody else's"));

        SyncReport report = scene.push();
        assertThat(report.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.key()).isEqualTo(ObjectKey.of("k001"));
            assertThat(conflict.reason()).isEqualTo(Reason.TARGET_MOVED);
        });
        assertThat(contents(scene.remote))
                .containsEntry("k001", "somebody else's")
                .hasSize(3);
    }

    @Test
    void a_target_that_changed_meanwhile_is_not_overwritten() {
        putLocally(3);
        scene.push();
        scene.put(scene.local, "k001", "mine");
        onPlanned("k001", () -> scene.put(scene.remote, "k001", "theirs"));

        assertThat(scene.push().conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.reason()).isEqualTo(Reason.TARGET_MOVED));
        assertThat(contents(scene.remote)).containsEntry("k001", "theirs");
    }

    @Test
    void a_target_that_changed_meanwhile_is_not_overwritten_also_where_the_store_knows_no_conditions() {
        try (IObjectStorageAdapter plain = new InMemoryAdapter(scene.clock, InMemoryAdapter.NO_CAPABILITIES);
                SyncScene other = new SyncScene(scene.local, plain)) {
            putLocally(1);
            other.push();
            scene.put(scene.local, "k000", "mine");
            other.on(event -> {
                if (event instanceof SyncEvent.Planned) {
                    plain.put(ObjectKey.of("k000"), ObjectSource.of(new byte[77]), PutOptions.DEFAULT);
                }
            });

            assertThat(other.push().conflicts())
                    .singleElement()
                    .satisfies(conflict -> assertThat(conflict.reason()).isEqualTo(Reason.TARGET_MOVED));
            assertThat(contents(plain).get("k000")).hasSize(77);
        }
    }

    @Test
    void a_store_that_lets_nobody_in_stops_the_run_at_once() {
        putLocally(500);
        scene.remote.failEvery(
                Operation.PUT,
                Fault.throwing((store, key) -> new StorageException.AccessDenied(store, key, "expired", null)));

        SyncReport report = scene.push();
        assertThat(report.end())
                .isInstanceOfSatisfying(
                        RunEnd.Stopped.class,
                        stopped -> assertThat(stopped.cause()).isInstanceOf(StorageException.AccessDenied.class));
        assertThat(scene.remote.calls(Operation.PUT)).isLessThan(100);
    }

    @Test
    void a_full_store_stops_the_run_and_what_was_moved_before_is_noted() {
        putLocally(500);
        scene.remote.fail(
                Operation.PUT,
                50,
                Fault.throwing((store, key) -> new StorageException.QuotaExceeded(store, key, "full", null)));

        SyncReport report = scene.push();
        assertThat(report.end()).isInstanceOf(RunEnd.Stopped.class);
        assertThat(report.failureCount()).isEqualTo(1);
        assertThat(scene.base().keySet())
                .hasSameSizeAs(contents(scene.remote).keySet())
                .hasSizeLessThan(500);
        assertThat(scene.push().isClean()).isTrue();
    }

    @Test
    void some_objects_that_the_store_is_unavailable_for_do_not_stop_the_run_but_a_store_that_stays_so_does() {
        putLocally(300);
        for (String key : List.of("k007", "k080", "k150", "k220")) {
            scene.remote.failEvery(Operation.PUT, ObjectKey.of(key), Fault.NOT_REACHED);
        }
        SyncReport some = scene.push();
        assertThat(some.end()).isEqualTo(new RunEnd.Completed());
        assertThat(some.failureCount()).isEqualTo(4);
        assertThat(some.moved().objects()).isEqualTo(296);

        IntStream.range(0, 300).forEach(i -> scene.put(scene.local, "n%03d".formatted(i), "y"));
        scene.remote.failEvery(Operation.PUT, Fault.NOT_REACHED);
        SyncReport all = scene.push();
        assertThat(all.end()).isInstanceOf(RunEnd.Stopped.class);
        assertThat(all.failureCount()).isLessThan(50);
    }

    @Test
    void a_source_that_cannot_be_listed_ends_the_run_and_changes_nothing() {
        putLocally(3);
        scene.local.failNext(
                Operation.LIST,
                Fault.throwing((store, key) -> new StorageException.StoreNotFound(store, "make it", null)));

        SyncReport report = scene.push();
        assertThat(report.end())
                .isInstanceOfSatisfying(
                        RunEnd.Stopped.class,
                        stopped -> assertThat(stopped.cause()).isInstanceOf(StorageException.StoreNotFound.class));
        assertThat(contents(scene.remote)).isEmpty();
    }

    @Test
    void contents_that_cannot_be_compared_fail_alone() {
        putLocally(3);
        scene.push();
        scene.bases.lose();
        scene.put(scene.local, "k001", "x1", SyncScene.NOON.minusSeconds(1));
        scene.local.failEvery(Operation.GET, ObjectKey.of("k001"), Fault.NOT_REACHED);

        SyncReport report = scene.push();
        assertThat(report.failures()).extracting(SyncFailure::key).containsExactly(ObjectKey.of("k001"));
        assertThat(report.done(Reason.ALIKE_NEVER_SYNCED).objects()).isEqualTo(2);
    }

    @Test
    void an_interrupted_run_ends_soon_with_everything_whole_and_noted() throws InterruptedException {
        putLocally(100);
        var gate = new Gate();
        scene.remote.fail(Operation.PUT, 40, Fault.stall(gate));
        var report = new AtomicReference<SyncReport>();
        var flagged = new AtomicReference<Boolean>();
        Thread run = Thread.ofPlatform().start(() -> {
            report.set(scene.push());
            flagged.set(Thread.currentThread().isInterrupted());
        });
        gate.awaitArrival();
        long begin = System.nanoTime();
        run.interrupt();
        run.join();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
        assertThat(report.get().end()).isEqualTo(new RunEnd.Cancelled());
        assertThat(flagged.get()).isTrue();
        scene.remote.heal();
        contents(scene.remote)
                .forEach((key, text) -> assertThat(text).isEqualTo("x" + Integer.parseInt(key.substring(1))));
        scene.base().forEach((key, object) -> assertThat(contents(scene.remote)).containsKey(key.value()));
        assertThat(scene.push().isClean()).isTrue();
        assertThat(contents(scene.remote)).isEqualTo(contents(scene.local));
    }

    @Test
    void a_target_that_lists_in_the_order_of_utf16_is_merged_right() {
        List<String> keys = List.of("a\uD83D\uDE00", "a\uFF5E", "a~", "b");
        keys.forEach(key -> scene.put(scene.local, key, "x" + key));
        scene.push();
        IObjectStorageAdapter utf16 = ListingOtherwise.of(
                scene.remote,
                listed -> listed.sorted(
                        (a, b) -> a.key().value().compareTo(b.key().value())));

        SyncReport report =
                scene.synchronizer(scene.local, utf16).run(SyncDirection.PUSH, SyncOptions.DEFAULT, SyncListener.NONE);
        assertThat(report.planned()).containsOnlyKeys(Reason.UNCHANGED);
        assertThat(report.planned(Reason.UNCHANGED).objects()).isEqualTo(4);
    }

    @Test
    void a_target_that_lists_in_no_order_is_sorted_and_planned_anew() {
        putLocally(50);
        scene.push();
        scene.put(scene.local, "k010", "edited");
        delete(scene.local, "k011");
        IObjectStorageAdapter backwards = ListingOtherwise.of(scene.remote, SyncFailureTest::reversed);
        scene.events.clear();

        SyncReport report = scene.synchronizer(scene.local, backwards)
                .run(SyncDirection.PUSH, SyncOptions.DEFAULT.withDelete(true), scene.events::add);
        assertThat(scene.events).contains(new SyncEvent.Replanned(scene.remote.store()));
        assertThat(report.isClean()).isTrue();
        assertThat(contents(scene.remote)).isEqualTo(contents(scene.local));
    }

    @Test
    void a_link_that_is_refused_fails_once_however_often_its_folder_is_listed() throws IOException {
        putLocally(50);
        scene.push();
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("k010"));
        IObjectStorageAdapter backwards = ListingOtherwise.of(scene.remote, SyncFailureTest::reversed);
        scene.events.clear();

        SyncReport report = scene.synchronizer(scene.local, backwards)
                .run(SyncDirection.PUSH, SyncOptions.DEFAULT.withRefuseLinks(true), scene.events::add);
        assertThat(scene.events).contains(new SyncEvent.Replanned(scene.remote.store()));
        assertThat(report.failures()).extracting(SyncFailure::key).containsExactly(ObjectKey.of("link"));
        assertThat(report.failureCount()).isOne();
    }

    private static <T> Stream<T> reversed(Stream<T> listed) {
        var all = new ArrayList<>(listed.toList());
        Collections.reverse(all);
        return all.stream();
    }

    @Test
    void what_is_no_failure_of_a_store_is_thrown_and_nothing_more_is_begun() {
        putLocally(300);
        scene.remote.fail(Operation.PUT, 10, Fault.throwing((store, key) -> {
            throw new IllegalStateException("a bug");
        }));

        assertThat(catchThrowable(() -> scene.push()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a bug");
        assertThat(scene.remote.calls(Operation.PUT)).isLessThan(300);
        assertThat(scene.base()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7, 30})
    void a_record_that_can_no_longer_be_written_ends_the_run_and_the_next_one_moves_only_the_rest(long number) {
        putLocally(60);
        scene.on(event -> {
            if (event instanceof SyncEvent.Moved) {
                // So that every object is noted by itself.
                scene.clock.advance(Duration.ofSeconds(2));
            }
        });
        scene.bases.failFrom(number);
        assertThatThrownBy(() -> scene.push())
                .isInstanceOf(SyncRefused.StateUnusable.class)
                .hasMessage("the disk is full");
        long there = contents(scene.remote).size();
        assertThat(scene.base()).hasSizeLessThan(60);

        scene.bases.failFrom(0);
        SyncReport next = scene.push();
        assertThat(next.isClean()).isTrue();
        assertThat(next.moved().objects()).isEqualTo(60 - there);
        assertThat(scene.base()).hasSize(60);
        assertThat(scene.push().planned()).containsOnlyKeys(Reason.UNCHANGED);
    }
}
