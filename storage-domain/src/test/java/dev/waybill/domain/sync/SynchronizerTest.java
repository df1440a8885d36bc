package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.SyncScene.contents;
import static dev.waybill.domain.sync.SyncScene.delete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.layer.ForwardingAdapter;
import dev.waybill.port.Capabilities;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynchronizerTest {
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

    @Test
    void a_push_into_an_empty_store_moves_everything_and_the_next_one_is_two_listings() {
        scene.put(scene.local, "a-b", "one");
        scene.put(scene.local, "a/x", "two");
        scene.put(scene.local, "large", "x".repeat(10_000));

        SyncReport first = scene.push();
        assertThat(first.isClean()).isTrue();
        assertThat(first.moved()).isEqualTo(new Tally(3, 10_006));
        assertThat(first.done(Reason.NEW)).isEqualTo(new Tally(3, 10_006));
        assertThat(contents(scene.remote)).isEqualTo(contents(scene.local));

        Map<Operation, Long> localBefore = scene.local.calls();
        Map<Operation, Long> remoteBefore = scene.remote.calls();
        SyncReport second = scene.push();
        assertThat(second.planned()).containsOnly(Map.entry(Reason.UNCHANGED, new Tally(3, 10_006)));
        assertThat(second.moved()).isEqualTo(Tally.NONE);
        assertThat(callsSince(remoteBefore, scene.remote.calls())).containsOnly(Map.entry(Operation.LIST, 1L));
        // Beside the listing, one look for an ignore file in the root and in the one folder, and one for other names.
        assertThat(callsSince(localBefore, scene.local.calls()))
                .containsOnly(Map.entry(Operation.LIST, 1L), Map.entry(Operation.STAT, 3L));
    }

    private static Map<Operation, Long> callsSince(Map<Operation, Long> before, Map<Operation, Long> now) {
        var since = new EnumMap<Operation, Long>(Operation.class);
        now.forEach((operation, calls) -> {
            long more = calls - before.getOrDefault(operation, 0L);
            if (more > 0) {
                since.put(operation, more);
            }
        });
        return since;
    }

    @Test
    void a_pull_brings_what_is_new_there_and_a_push_leaves_it() {
        scene.put(scene.remote, "theirs", "1");
        scene.put(scene.local, "ours", "2");

        SyncReport push = scene.push();
        assertThat(push.planned(Reason.NEW_AT_TARGET).objects()).isEqualTo(1);
        assertThat(contents(scene.local)).containsOnlyKeys("ours");

        SyncReport pull = scene.pull();
        assertThat(pull.done(Reason.NEW).objects()).isEqualTo(1);
        assertThat(contents(scene.local)).isEqualTo(contents(scene.remote)).containsOnlyKeys("ours", "theirs");
        assertThat(scene.push().planned()).containsOnlyKeys(Reason.UNCHANGED);
    }

    @Test
    void an_edit_on_one_side_goes_to_the_other_and_never_back() {
        scene.put(scene.local, "a", "one");
        scene.put(scene.local, "b", "one");
        scene.push();
        scene.put(scene.local, "a", "two");
        scene.put(scene.remote, "b", "TWO");

        assertThat(scene.push().planned()).containsOnlyKeys(Reason.CHANGED, Reason.CHANGED_AT_TARGET);
        assertThat(contents(scene.remote)).containsEntry("a", "two").containsEntry("b", "TWO");
        assertThat(scene.pull().planned()).containsOnlyKeys(Reason.UNCHANGED, Reason.CHANGED);
        assertThat(contents(scene.local)).containsEntry("a", "two").containsEntry("b", "TWO");
    }

    @Test
    void what_changed_on_both_sides_is_a_conflict_and_both_stay() {
        scene.put(scene.local, "a", "base");
        scene.push();
        scene.put(scene.local, "a", "mine");
        scene.put(scene.remote, "a", "them");

        for (SyncReport report : List.of(scene.push(), scene.pull())) {
            assertThat(report.isClean()).isFalse();
            assertThat(report.conflictCount()).isEqualTo(1);
            assertThat(report.conflicts())
                    .singleElement()
                    .satisfies(conflict -> assertThat(conflict.reason()).isEqualTo(Reason.BOTH_CHANGED));
        }
        assertThat(contents(scene.local)).containsEntry("a", "mine");
        assertThat(contents(scene.remote)).containsEntry("a", "them");

        assertThat(scene.push(SyncOptions.DEFAULT.withConflicts(ConflictPolicy.SOURCE_WINS))
                        .done(Reason.SOURCE_WINS)
                        .objects())
                .isEqualTo(1);
        assertThat(contents(scene.remote)).containsEntry("a", "mine");
        assertThat(scene.pull().planned()).containsOnlyKeys(Reason.UNCHANGED);
    }

    @Test
    void the_same_edit_on_both_sides_is_no_conflict() {
        scene.put(scene.local, "a", "base");
        scene.push();
        scene.put(scene.local, "a", "same");
        scene.put(scene.remote, "a", "same");

        SyncReport report = scene.push();
        assertThat(report.isClean()).isTrue();
        assertThat(report.done(Reason.ALIKE_CHANGED).objects()).isEqualTo(1);
        assertThat(report.moved()).isEqualTo(Tally.NONE);
    }

    @Test
    void objects_that_differ_at_first_contact_are_a_conflict_also_with_one_size() {
        scene.put(scene.local, "a", "mine");
        scene.put(scene.remote, "a", "them");

        assertThat(scene.push().conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.reason()).isEqualTo(Reason.BOTH_NEW));
        assertThat(contents(scene.remote)).containsEntry("a", "them");
    }

    @Test
    void a_new_time_with_the_old_content_moves_nothing_and_is_noted_once() {
        scene.put(scene.local, "a", "one");
        scene.push();
        scene.put(scene.local, "a", "one");

        SyncReport report = scene.push();
        assertThat(report.moved()).isEqualTo(Tally.NONE);
        assertThat(report.done(Reason.ONLY_TIMES).objects()).isEqualTo(1);
        assertThat(scene.push().planned()).containsOnlyKeys(Reason.UNCHANGED);
    }

    @Test
    void a_lost_record_costs_comparisons_and_moves_nothing() {
        scene.put(scene.local, "a", "one");
        scene.put(scene.local, "b/c", "x".repeat(9000));
        scene.push();
        scene.bases.lose();

        SyncReport report = scene.push(SyncOptions.DEFAULT.withDelete(true));
        assertThat(report.planned()).containsOnlyKeys(Reason.ALIKE_NEVER_SYNCED);
        assertThat(report.moved()).isEqualTo(Tally.NONE);
        assertThat(scene.push().planned()).containsOnlyKeys(Reason.UNCHANGED);
    }

    @Test
    void ignoring_the_record_brings_back_what_was_deleted_at_the_target() {
        scene.put(scene.local, "a", "one");
        scene.put(scene.local, "b", "two");
        scene.push();
        delete(scene.remote, "a");

        assertThat(scene.push().planned()).containsOnlyKeys(Reason.DELETED_AT_TARGET, Reason.UNCHANGED);
        assertThat(scene.push(SyncOptions.DEFAULT.withIgnoreBase(true))
                        .done(Reason.NEW)
                        .objects())
                .isEqualTo(1);
        assertThat(contents(scene.remote)).containsEntry("a", "one");
    }

    @Test
    void only_the_scope_is_looked_at() {
        scene.put(scene.local, "a/1", "x");
        scene.put(scene.local, "b/1", "x");
        scene.push(SyncOptions.DEFAULT.withScope(KeyPrefix.of("a/")));
        assertThat(contents(scene.remote)).containsOnlyKeys("a/1");

        delete(scene.local, "a/1");
        delete(scene.local, "b/1");
        scene.put(scene.remote, "b/2", "x");
        assertThat(scene.push(SyncOptions.DEFAULT.withScope(KeyPrefix.of("b/")).withDelete(true))
                        .planned())
                .containsOnlyKeys(Reason.NEW_AT_TARGET);
        assertThat(contents(scene.remote)).containsOnlyKeys("a/1", "b/2");
    }

    @Test
    void excluded_objects_are_neither_moved_nor_deleted() {
        scene.put(scene.local, "a.tmp", "x");
        scene.put(scene.local, "b", "x");
        scene.push();
        delete(scene.local, "a.tmp");
        SyncOptions options = SyncOptions.DEFAULT.withExclude(List.of("*.tmp")).withDelete(true);

        assertThat(scene.push(options).planned()).containsOnlyKeys(Reason.UNCHANGED);
        scene.put(scene.local, "c.tmp", "x");
        assertThat(scene.push(options).planned()).containsOnlyKeys(Reason.UNCHANGED);
        assertThat(contents(scene.remote)).containsOnlyKeys("a.tmp", "b");
    }

    @Test
    void the_ignore_file_of_the_local_side_holds_for_both_directions() {
        scene.put(scene.local, ".waybillignore", "cache/\n");
        scene.put(scene.local, "cache/x", "local");
        scene.put(scene.remote, "cache/y", "remote");
        scene.put(scene.local, "data", "d");

        scene.push();
        assertThat(contents(scene.remote)).containsOnlyKeys(".waybillignore", "cache/y", "data");
        scene.pull(SyncOptions.DEFAULT.withDelete(true));
        assertThat(contents(scene.local)).containsOnlyKeys(".waybillignore", "cache/x", "data");
    }

    @Test
    void an_ignore_file_with_a_line_that_is_no_pattern_stops_the_run_before_anything() {
        scene.put(scene.local, ".waybillignore", "ok\na[\n");
        scene.put(scene.local, "data", "d");

        assertThatThrownBy(() -> scene.push()).isInstanceOf(SyncRefused.BadIgnoreFile.class);
        assertThat(contents(scene.remote)).isEmpty();
    }

    @Test
    void a_dry_run_tells_what_the_run_does_and_changes_nothing() {
        scene.put(scene.local, "deleted", "x");
        scene.put(scene.local, "edited", "x");
        scene.put(scene.local, "touched", "x");
        scene.push();
        delete(scene.local, "deleted");
        scene.put(scene.local, "edited", "y");
        scene.put(scene.local, "touched", "x");
        scene.put(scene.local, "new", "x");
        scene.put(scene.local, "both", "mine");
        scene.put(scene.remote, "both", "them");
        Map<String, String> before = contents(scene.remote);
        Map<ObjectKey, SyncedObject> base = Map.copyOf(scene.base());
        SyncOptions options = SyncOptions.DEFAULT.withDelete(true);

        SyncReport dry = scene.push(options.withDryRun(true));
        List<SyncAction> dryActions = scene.planned();
        assertThat(contents(scene.remote)).isEqualTo(before);
        assertThat(scene.base()).isEqualTo(base);
        assertThat(dry.done()).isEmpty();
        assertThat(dry.deletes()).isEqualTo(new DeleteOutcome.Ran());

        SyncReport real = scene.push(options);
        assertThat(scene.planned()).containsExactlyInAnyOrderElementsOf(dryActions);
        assertThat(real.planned()).isEqualTo(dry.planned());
        assertThat(real.done()).containsOnlyKeys(Reason.NEW, Reason.CHANGED, Reason.DELETED, Reason.ONLY_TIMES);
    }

    @Test
    void the_status_is_what_both_directions_would_do_from_one_listing_of_each_side() {
        scene.put(scene.local, "a", "x");
        scene.put(scene.local, "b", "x");
        scene.push();
        scene.put(scene.local, "a", "y");
        scene.put(scene.remote, "b", "y");
        Map<Operation, Long> before = scene.remote.calls();

        SyncStatus status = scene.synchronizer().status(SyncOptions.DEFAULT);
        assertThat(status.push().planned()).containsOnlyKeys(Reason.CHANGED, Reason.CHANGED_AT_TARGET);
        assertThat(status.pull().planned()).containsOnlyKeys(Reason.CHANGED, Reason.CHANGED_AT_TARGET);
        assertThat(callsSince(before, scene.remote.calls())).containsEntry(Operation.LIST, 1L);
        assertThat(contents(scene.remote)).containsEntry("a", "x");
    }

    @Test
    void a_key_that_the_target_cannot_hold_fails_and_the_rest_is_moved() {
        Capabilities all = InMemoryAdapter.ALL_CAPABILITIES;
        var shortKeys = new Capabilities(
                all.flags(),
                5,
                all.maxObjectBytes(),
                all.maxPutBytes(),
                all.modifiedPrecision(),
                all.checksums(),
                all.uploadChecksums(),
                all.uploadLimits());
        try (IObjectStorageAdapter small = new InMemoryAdapter(Clock.systemUTC(), shortKeys);
                SyncScene other = new SyncScene(scene.local, small)) {
            scene.put(scene.local, "long-name", "x");
            scene.put(scene.local, "short", "x");

            SyncReport report = other.push();
            assertThat(report.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.key()).isEqualTo(ObjectKey.of("long-name"));
                assertThat(failure.cause()).isInstanceOf(StorageException.KeyRejected.class);
            });
            assertThat(contents(small)).containsOnlyKeys("short");
        }
    }

    @Test
    void a_store_without_any_capability_is_pushed_to_and_pulled_from() {
        try (IObjectStorageAdapter plain = new InMemoryAdapter(scene.clock, InMemoryAdapter.NO_CAPABILITIES);
                SyncScene other = new SyncScene(scene.local, plain)) {
            for (String key : List.of("a", "b/c", "d")) {
                scene.put(scene.local, key, "x" + key);
            }
            assertThat(other.push().isClean()).isTrue();
            assertThat(contents(plain)).isEqualTo(contents(scene.local));
            assertThat(other.push().planned()).containsOnlyKeys(Reason.UNCHANGED);

            other.put(scene.local, "a", "other");
            plain.put(ObjectKey.of("d"), ObjectSource.of(new byte[] {1, 2, 3}), PutOptions.DEFAULT);
            assertThat(other.push().planned())
                    .containsOnlyKeys(Reason.UNCHANGED, Reason.CHANGED, Reason.CHANGED_AT_TARGET);
            assertThat(contents(plain)).containsEntry("a", "other");
        }
    }

    @Test
    void two_stores_of_which_one_lies_in_the_other_are_refused_before_anything() {
        assertThatThrownBy(() -> scene.synchronizer(scene.local, scene.local)
                        .run(SyncDirection.PUSH, SyncOptions.DEFAULT, SyncListener.NONE))
                .isInstanceOf(SyncRefused.Overlap.class)
                .hasMessageContaining(scene.local.store().toString());
        assertThat(scene.local.calls()).isEmpty();
    }

    @Test
    void a_second_run_on_the_pair_is_refused_but_a_dry_one_is_not() {
        scene.put(scene.local, "a", "x");
        try (SyncBase busy = scene.bases.open(scene.pair())) {
            busy.apply(List.of());
            assertThatThrownBy(() -> scene.push()).isInstanceOf(SyncRefused.PairBusy.class);
            assertThat(scene.push(SyncOptions.DEFAULT.withDryRun(true)).planned())
                    .containsOnlyKeys(Reason.NEW);
        }
    }

    @Test
    void what_is_told_adds_up_to_what_is_reported() {
        scene.put(scene.local, "a", "12345");
        scene.put(scene.local, "b", "x".repeat(10_000));
        SyncReport report = scene.push();

        assertThat(scene.events.stream()
                        .filter(SyncEvent.Moved.class::isInstance)
                        .mapToLong(event -> ((SyncEvent.Moved) event).bytes())
                        .sum())
                .isEqualTo(10_005)
                .isEqualTo(report.moved().bytes());
        assertThat(scene.events).filteredOn(SyncEvent.Done.class::isInstance).hasSize(2);
        assertThat(scene.events)
                .filteredOn(SyncEvent.PlanComplete.class::isInstance)
                .hasSize(1);
        assertThat(Set.copyOf(scene.planned())).hasSize(2);
    }

    @Test
    void a_remote_that_is_not_reached_leaves_the_record_to_the_next_run() {
        scene.put(scene.local, "a", "1");
        var unreached = new ForwardingAdapter(scene.remote) {
            @Override
            public Capabilities capabilities() {
                throw new StorageException.AccessDenied(store(), Optional.empty(), "of the test", null);
            }
        };
        assertThatThrownBy(() -> scene.synchronizer(scene.local, unreached)
                        .run(SyncDirection.PUSH, SyncOptions.DEFAULT, event -> {}))
                .isInstanceOf(StorageException.AccessDenied.class);

        assertThat(scene.push().moved().objects()).isEqualTo(1);
    }
}
