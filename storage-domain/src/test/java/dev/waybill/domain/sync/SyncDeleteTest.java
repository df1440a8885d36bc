package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.SyncScene.contents;
import static dev.waybill.domain.sync.SyncScene.delete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.sync.DeleteOutcome.Why;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncDeleteTest {
    private static final SyncOptions DELETING = SyncOptions.DEFAULT.withDelete(true);

    @TempDir
    Path folder;

    private SyncScene scene;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // Closed after the test.
    void sync_twenty_objects() {
        scene = new SyncScene(folder);
        IntStream.range(0, 20).forEach(i -> scene.put(scene.local, name(i), "x" + i));
        scene.push();
    }

    @AfterEach
    void close_the_scene() {
        scene.close();
    }

    private static String name(int number) {
        return "k%02d".formatted(number);
    }

    private void deleteLocally(int count) {
        IntStream.range(0, count).forEach(i -> delete(scene.local, name(i)));
    }

    private void assertWithheld(SyncReport report, Why why) {
        assertThat(report.deletes())
                .isInstanceOfSatisfying(
                        DeleteOutcome.Withheld.class,
                        withheld -> assertThat(withheld.why()).isEqualTo(why));
        assertThat(report.isClean()).isFalse();
        assertThat(contents(scene.remote)).hasSize(20);
    }

    @Test
    void deletes_happen_only_if_they_were_asked_for() {
        deleteLocally(2);

        assertThat(scene.push().planned(Reason.DELETE_NOT_ASKED).objects()).isEqualTo(2);
        assertThat(contents(scene.remote)).hasSize(20);
        SyncReport report = scene.push(DELETING);
        assertThat(report.done(Reason.DELETED)).isEqualTo(new Tally(2, 4));
        assertThat(report.deletes()).isEqualTo(new DeleteOutcome.Ran());
        assertThat(contents(scene.remote)).hasSize(18);
        assertThat(scene.base()).hasSize(18);
    }

    @Test
    void a_pull_deletes_what_was_deleted_there() {
        delete(scene.remote, name(3));

        assertThat(scene.pull(DELETING).done(Reason.DELETED).objects()).isEqualTo(1);
        assertThat(contents(scene.local)).doesNotContainKey(name(3)).hasSize(19);
    }

    @Test
    void what_was_never_synced_is_not_deleted() {
        scene.put(scene.remote, "theirs", "x");

        assertThat(scene.push(DELETING).done(Reason.DELETED)).isEqualTo(Tally.NONE);
        assertThat(contents(scene.remote)).containsKey("theirs");
    }

    @Test
    void a_target_of_which_nothing_is_left_gets_all_of_it_again() {
        scene.put(scene.local, name(0), "edited");
        IntStream.range(0, 20).forEach(i -> delete(scene.remote, name(i)));
        scene.put(scene.remote, "excluded.tmp", "x");

        SyncReport report = scene.push(SyncOptions.DEFAULT.withExclude(List.of("*.tmp")));
        assertThat(report.done(Reason.RESTORED).objects()).isEqualTo(20);
        assertThat(report.isClean()).isTrue();
        delete(scene.remote, "excluded.tmp");
        assertThat(contents(scene.remote)).isEqualTo(contents(scene.local));
    }

    @Test
    void a_local_folder_of_which_nothing_is_left_gets_all_of_it_again_by_a_pull() {
        deleteLocally(20);

        assertThat(scene.synchronizer().status(SyncOptions.DEFAULT).pull().planned(Reason.RESTORED))
                .isEqualTo(new Tally(20, 50));
        assertThat(scene.pull().done(Reason.RESTORED).objects()).isEqualTo(20);
        assertThat(contents(scene.local)).isEqualTo(contents(scene.remote)).hasSize(20);
    }

    @Test
    void single_objects_that_the_target_lost_come_back_only_if_that_is_asked_for() {
        delete(scene.remote, name(3));

        assertThat(scene.push().planned(Reason.DELETED_AT_TARGET).objects()).isEqualTo(1);
        assertThat(scene.push(SyncOptions.DEFAULT.withRestore(true))
                        .done(Reason.RESTORED)
                        .objects())
                .isEqualTo(1);
        assertThat(contents(scene.remote)).hasSize(20);
    }

    @Test
    void deletes_come_last() {
        deleteLocally(1);
        scene.put(scene.local, "z", "new");
        scene.push(DELETING);

        assertThat(scene.events.stream()
                        .filter(SyncEvent.Done.class::isInstance)
                        .map(event -> ((SyncEvent.Done) event).action().reason())
                        .toList())
                .containsExactly(Reason.NEW, Reason.DELETED);
    }

    @Test
    void nothing_is_deleted_if_a_transfer_failed() {
        deleteLocally(1);
        scene.put(scene.local, "z", "new");
        scene.remote.failEvery(Operation.PUT, Fault.NOT_REACHED);

        assertWithheld(scene.push(DELETING), Why.FAILURES);
        scene.remote.heal();
        assertThat(scene.push(DELETING).isClean()).isTrue();
        assertThat(contents(scene.remote)).isEqualTo(contents(scene.local));
    }

    @Test
    void nothing_is_deleted_if_the_listing_of_the_source_was_cut_off() {
        scene.local.failNext(Operation.LIST, Fault.cutListingAfter(12));

        SyncReport report = scene.push(DELETING);
        assertWithheld(report, Why.FAILURES);
        assertThat(report.end()).isInstanceOf(RunEnd.Stopped.class);
    }

    @Test
    void nothing_is_deleted_if_the_listing_of_the_target_was_cut_off() {
        deleteLocally(3);
        scene.remote.failNext(Operation.LIST, Fault.cutListingAfter(12));

        assertWithheld(scene.push(DELETING), Why.FAILURES);
    }

    @Test
    void an_empty_source_deletes_nothing_unless_forced() {
        deleteLocally(20);

        assertWithheld(scene.push(DELETING), Why.SOURCE_EMPTY);
        SyncReport forced = scene.push(DELETING.withGuard(new DeleteGuard(OptionalLong.empty(), true)));
        assertThat(forced.done(Reason.DELETED).objects()).isEqualTo(20);
        assertThat(contents(scene.remote)).isEmpty();
    }

    @Test
    void more_than_half_is_held_back_and_half_is_not() {
        deleteLocally(11);
        SyncReport report = scene.push(DELETING);
        assertWithheld(report, Why.MORE_THAN_HALF);
        assertThat(((DeleteOutcome.Withheld) report.deletes()).due()).isEqualTo(11);
        assertThat(((DeleteOutcome.Withheld) report.deletes()).text()).contains("11", "20");

        scene.put(scene.local, name(0), "x0");
        assertThat(scene.push(DELETING).done(Reason.DELETED).objects()).isEqualTo(10);
    }

    @Test
    void of_a_few_objects_all_but_one_may_go() {
        IntStream.range(0, 5).forEach(i -> scene.put(scene.local, "few/" + i, "x"));
        SyncOptions few = DELETING.withScope(KeyPrefix.of("few/"));
        scene.push(few);
        IntStream.range(0, 4).forEach(i -> delete(scene.local, "few/" + i));

        assertThat(scene.push(few).done(Reason.DELETED).objects()).isEqualTo(4);
    }

    @Test
    void more_than_the_given_number_is_held_back() {
        deleteLocally(3);

        assertWithheld(
                scene.push(DELETING.withGuard(new DeleteGuard(OptionalLong.of(2), false))), Why.MORE_THAN_ALLOWED);
        assertThat(scene.push(DELETING.withGuard(new DeleteGuard(OptionalLong.of(3), false)))
                        .isClean())
                .isTrue();
    }

    @Test
    void a_dry_run_tells_that_deletes_would_be_held_back() {
        deleteLocally(11);

        assertWithheld(scene.push(DELETING.withDryRun(true)), Why.MORE_THAN_HALF);
    }

    @Test
    void an_object_that_changed_since_it_was_listed_is_not_deleted() {
        deleteLocally(1);
        scene.on(event -> {
            if (event instanceof SyncEvent.PlanComplete) {
                scene.put(scene.remote, name(0), "edited meanwhile");
            }
        });

        SyncReport report = scene.push(DELETING);
        assertThat(report.conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.reason()).isEqualTo(Reason.TARGET_MOVED));
        assertThat(contents(scene.remote)).containsEntry(name(0), "edited meanwhile");
    }

    @Test
    void what_changed_or_went_is_looked_at_where_the_store_deletes_on_no_condition() {
        try (var plain = new InMemoryAdapter(scene.clock, InMemoryAdapter.NO_CAPABILITIES);
                SyncScene other = new SyncScene(scene.local, plain)) {
            other.push();
            deleteLocally(3);
            other.on(event -> {
                if (event instanceof SyncEvent.PlanComplete) {
                    plain.put(ObjectKey.of(name(0)), ObjectSource.of(new byte[77]), PutOptions.DEFAULT);
                    delete(plain, name(1));
                }
            });

            SyncReport report = other.push(DELETING);
            assertThat(report.conflicts()).singleElement().satisfies(conflict -> {
                assertThat(conflict.key().value()).isEqualTo(name(0));
                assertThat(conflict.reason()).isEqualTo(Reason.TARGET_MOVED);
            });
            assertThat(report.done(Reason.DELETED).objects()).isEqualTo(2);
            assertThat(contents(plain))
                    .containsKey(name(0))
                    .doesNotContainKeys(name(1), name(2))
                    .hasSize(18);
        }
    }

    @Test
    void nothing_is_deleted_if_work_before_crashed() {
        deleteLocally(1);
        scene.put(scene.local, "z", "new");
        scene.remote.failEvery(Operation.PUT, Fault.throwing((store, key) -> {
            throw new IllegalStateException("a bug");
        }));

        assertThatThrownBy(() -> scene.push(DELETING)).isInstanceOf(IllegalStateException.class);
        assertThat(contents(scene.remote)).containsKey(name(0));
    }

    @Test
    void an_interrupt_during_the_last_deletes_is_no_clean_end() {
        deleteLocally(1);
        scene.remote.failNext(Operation.DELETE_ALL, Fault.throwing((store, key) -> {
            Thread.currentThread().interrupt();
            return new StorageException.Cancelled(store, key, null);
        }));

        SyncReport report = scene.push(DELETING);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.end()).isEqualTo(new RunEnd.Cancelled());
        assertThat(report.isClean()).isFalse();
    }

    @Test
    void new_objects_at_the_source_do_not_hide_that_all_that_was_synced_is_gone() {
        deleteLocally(20);
        scene.put(scene.local, "unrelated", "x");

        SyncReport report = scene.push(DELETING);
        assertThat(report.deletes())
                .isInstanceOfSatisfying(
                        DeleteOutcome.Withheld.class,
                        withheld -> assertThat(withheld.why()).isEqualTo(Why.SOURCE_EMPTY));
        assertThat(contents(scene.remote)).hasSize(21);
    }

    @Test
    void not_even_a_few_objects_all_go_unless_forced() {
        IntStream.range(0, 3).forEach(i -> scene.put(scene.local, "few/" + i, "x"));
        SyncOptions few = DELETING.withScope(KeyPrefix.of("few/"));
        scene.push(few);
        IntStream.range(0, 3).forEach(i -> delete(scene.local, "few/" + i));

        assertThat(scene.push(few).deletes()).isInstanceOf(DeleteOutcome.Withheld.class);
        SyncReport forced = scene.push(few.withGuard(new DeleteGuard(OptionalLong.empty(), true)));
        assertThat(forced.done(Reason.DELETED).objects()).isEqualTo(3);
    }

    @Test
    void what_was_edited_there_and_deleted_here_is_a_conflict() {
        deleteLocally(1);
        scene.put(scene.remote, name(0), "edited");

        assertThat(scene.push(DELETING).conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.reason()).isEqualTo(Reason.DELETED_AND_CHANGED));
        assertThat(contents(scene.remote)).containsEntry(name(0), "edited");
    }

    @Test
    void a_delete_that_fails_is_reported_and_tried_again_by_the_next_run() {
        deleteLocally(2);
        scene.remote.failNext(Operation.DELETE_ALL, Fault.NOT_REACHED);

        SyncReport report = scene.push(DELETING);
        assertThat(report.failureCount()).isEqualTo(2);
        assertThat(scene.base()).hasSize(20);
        assertThat(scene.push(DELETING).done(Reason.DELETED).objects()).isEqualTo(2);
    }

    @Test
    void what_was_deleted_on_both_sides_is_forgotten() {
        deleteLocally(1);
        delete(scene.remote, name(0));

        assertThat(scene.push().done(Reason.BOTH_DELETED).objects()).isEqualTo(1);
        assertThat(scene.base()).hasSize(19);
    }
}
