package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.SyncScene.contents;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.fixture.Caseless;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.KeyRejected;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A folder here, and a bucket that holds every name; the folder's disk ignores cases and forms, and forbids some.
class NameSyncTest {
    private static final SyncOptions SKIP = SyncOptions.DEFAULT.withNames(NamePolicy.SKIP);
    private static final DeleteGuard FORCED = new DeleteGuard(OptionalLong.empty(), true);

    private SyncScene scene;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // Closed after the test.
    void make_a_caseless_folder_and_a_bucket() {
        var clock = new ManualClock(SyncScene.NOON);
        scene = new SyncScene(new InMemoryAdapter(clock, Caseless.CAPABILITIES), new InMemoryAdapter(clock));
    }

    @AfterEach
    void close_the_scene() {
        scene.close();
    }

    private void remote(String... keys) {
        for (String key : keys) {
            scene.put(scene.remote, key, "remote " + key);
        }
    }

    private static SyncOptions deleting(SyncOptions options) {
        return options.withDelete(true).withGuard(FORCED);
    }

    private static List<String> failed(SyncReport report) {
        return report.failures().stream()
                .map(failure -> failure.key().value())
                .sorted()
                .toList();
    }

    @Test
    void of_two_names_that_the_target_takes_for_one_the_second_fails_and_all_else_is_pulled() {
        remote("Foo", "foo", "other");

        SyncReport report = scene.pull();
        assertThat(contents(scene.local)).containsOnlyKeys("Foo", "other");
        assertThat(failed(report)).containsExactly("foo");
        assertThat(report.failures().getFirst().cause())
                .isInstanceOf(KeyRejected.class)
                .hasMessageContaining("Foo");
        assertThat(report.planned(Reason.NAME_TAKEN).objects()).isEqualTo(1);

        scene.put(scene.remote, "Foo", "edited");
        assertThat(failed(scene.pull())).containsExactly("foo");
        assertThat(contents(scene.local)).containsEntry("Foo", "edited");
    }

    @Test
    void a_plan_tells_how_many_names_collide_whatever_becomes_of_them() {
        remote("Foo", "foo", "FOO", "other");

        assertThat(end(SyncOptions.DEFAULT)).contains("\"failures\":2,\"collisions\":2,\"renamed\":0,");
        assertThat(end(SKIP)).contains("\"failures\":0,\"collisions\":2,\"renamed\":0,");
        assertThat(end(SyncOptions.DEFAULT.withNames(NamePolicy.RENAME)))
                .contains("\"failures\":0,\"collisions\":0,\"renamed\":2,");
    }

    private String end(SyncOptions options) {
        return new PlanScene(scene).plan(SyncDirection.PULL, options).list().getLast();
    }

    @Test
    void names_that_the_target_cannot_hold_fail_before_they_are_sent() {
        String tooLong = "s".repeat(41);
        remote("a:b", "d./x", "x/" + tooLong, "fine");

        SyncReport report = scene.pull();
        assertThat(failed(report)).containsExactly("a:b", "d./x", "x/" + tooLong);
        assertThat(report.planned(Reason.NAME_NOT_HELD).objects()).isEqualTo(3);
        assertThat(contents(scene.local)).containsOnlyKeys("fine");
    }

    @Test
    void nothing_is_deleted_in_a_run_in_which_a_name_fails() {
        remote("gone", "kept");
        assertThat(scene.pull().isClean()).isTrue();
        SyncScene.delete(scene.remote, "gone");
        remote("KEPT");

        SyncReport report = scene.pull(deleting(SyncOptions.DEFAULT));
        assertThat(report.deletes()).isInstanceOf(DeleteOutcome.Withheld.class);
        assertThat(contents(scene.local)).containsOnlyKeys("gone", "kept");
    }

    @Test
    void what_is_skipped_is_told_of_and_never_deleted_on_either_side() {
        remote("Foo", "foo", "a:b", "gone");

        SyncReport report = scene.pull(SKIP);
        assertThat(report.isClean()).isTrue();
        assertThat(scene.planned())
                .filteredOn(action -> action instanceof SyncAction.LeftAlone left && left.isForItsName())
                .extracting(action -> action.key().value() + " " + action.reason())
                .containsExactlyInAnyOrder("foo NAME_TAKEN", "a:b NAME_NOT_HELD");
        SyncScene.delete(scene.remote, "gone");

        assertThat(scene.pull(deleting(SKIP)).isClean()).isTrue();
        assertThat(scene.push(deleting(SKIP)).isClean()).isTrue();
        assertThat(scene.sync(deleting(SKIP)).isClean()).isTrue();
        assertThat(contents(scene.local)).containsOnlyKeys("Foo");
        assertThat(contents(scene.remote)).containsOnlyKeys("Foo", "foo", "a:b");
    }

    @Test
    void what_the_target_has_keeps_its_name_in_later_runs() {
        remote("foo");
        assertThat(scene.pull().isClean()).isTrue();
        remote("FOO", "Foo");
        scene.put(scene.remote, "foo", "edited");

        assertThat(failed(scene.pull())).containsExactly("FOO", "Foo");
        assertThat(contents(scene.local)).containsExactlyEntriesOf(Map.of("foo", "edited"));
    }

    @Test
    void a_folder_in_another_spelling_is_not_mixed_into_the_one_that_is_there() {
        remote("Docs/a", "docs/b", "docs/sub/c", "Docs/sub/d");

        assertThat(failed(scene.pull())).containsExactly("docs/b", "docs/sub/c");
        assertThat(contents(scene.local)).containsOnlyKeys("Docs/a", "Docs/sub/d");
    }

    @Test
    void a_change_of_case_alone_arrives_with_deletes_and_is_a_conflict_without() {
        remote("Foo", "Docs/a", "Docs/b", "other");
        assertThat(scene.pull().isClean()).isTrue();
        for (String key : List.of("Foo", "Docs/a", "Docs/b")) {
            SyncScene.delete(scene.remote, key);
        }
        remote("foo", "docs/a", "docs/b");

        SyncReport without = scene.pull();
        assertThat(without.conflicts())
                .extracting(SyncAction.Conflict::reason)
                .containsOnly(Reason.IN_THE_WAY)
                .hasSize(3);
        assertThat(contents(scene.local)).containsOnlyKeys("Foo", "Docs/a", "Docs/b", "other");

        assertThat(scene.pull(deleting(SyncOptions.DEFAULT)).isClean()).isTrue();
        assertThat(contents(scene.local)).isEqualTo(contents(scene.remote));
        assertThat(scene.pull(deleting(SyncOptions.DEFAULT)).planned()).containsOnlyKeys(Reason.UNCHANGED);
    }

    @Test
    void a_change_of_case_alone_arrives_by_a_sync_in_both_directions() {
        remote("Foo", "other");
        assertThat(scene.sync().isClean()).isTrue();
        SyncScene.delete(scene.remote, "Foo");
        remote("foo");

        assertThat(scene.sync(deleting(SyncOptions.DEFAULT)).isClean()).isTrue();
        assertThat(contents(scene.local)).isEqualTo(contents(scene.remote)).containsOnlyKeys("foo", "other");
    }

    @Test
    void a_change_of_case_at_the_caseless_side_is_pushed_as_any_other() {
        remote("Foo", "other");
        assertThat(scene.pull().isClean()).isTrue();
        SyncScene.delete(scene.local, "Foo");
        scene.put(scene.local, "foo", "edited");

        assertThat(scene.push(deleting(SyncOptions.DEFAULT)).isClean()).isTrue();
        assertThat(contents(scene.remote)).isEqualTo(contents(scene.local)).containsOnlyKeys("foo", "other");
    }

    @Test
    void a_sync_in_both_directions_tells_of_a_name_that_the_local_side_cannot_have() {
        remote("Foo", "foo");
        scene.put(scene.local, "here", "1");

        TwoWayReport report = scene.sync();
        assertThat(failed(report.pull())).containsExactly("foo");
        assertThat(contents(scene.remote)).containsOnlyKeys("Foo", "foo", "here");
        TwoWayReport skipped = scene.sync(deleting(SKIP));
        assertThat(skipped.isClean()).isTrue();
        assertThat(skipped.pull().planned(Reason.NAME_TAKEN).objects()).isEqualTo(1);
        assertThat(contents(scene.local)).containsOnlyKeys("Foo", "here");
    }

    @Test
    void what_a_side_could_not_hold_is_not_taken_for_deleted_there() {
        remote("a:b", "other");
        var key = ObjectKey.of("a:b");
        var there = scene.remote.stat(key).orElseThrow();
        scene.pull(SKIP);
        var synced = new SyncedObject(
                key,
                there.size(),
                SyncedVersion.of(there),
                SyncedVersion.of(there),
                Optional.empty(),
                SyncScene.NOON,
                "run");
        try (SyncBase base = scene.bases.open(scene.pair())) {
            base.apply(List.of(new SyncBaseChange.Noted(synced)));
        }

        SyncReport report = scene.push(deleting(SyncOptions.DEFAULT));
        assertThat(report.planned(Reason.NOT_HELD_AT_SOURCE).objects()).isEqualTo(1);
        assertThat(contents(scene.remote)).containsOnlyKeys("a:b", "other");
    }

    @Test
    void of_an_object_and_others_in_a_folder_of_its_name_the_object_comes() {
        remote("a", "a-b", "a/b", "a/c/d");

        assertThat(failed(scene.pull())).containsExactly("a/b", "a/c/d");
        assertThat(scene.pull(SKIP).isClean()).isTrue();
        assertThat(contents(scene.local)).containsOnlyKeys("a", "a-b");
    }

    @Test
    void why_tells_which_name_is_in_the_way() {
        remote("Foo", "foo", "a:b");
        scene.pull();

        var options = SyncOptions.DEFAULT;
        var taken = scene.synchronizer()
                .explain(ObjectKey.of("foo"), options)
                .pull()
                .orElseThrow();
        assertThat(taken).isInstanceOfSatisfying(SyncAction.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.NAME_TAKEN);
            assertThat(refused.rule()).contains("Foo");
        });
        assertThat(scene.synchronizer()
                        .explain(ObjectKey.of("a:b"), SKIP)
                        .pull()
                        .orElseThrow()
                        .reason())
                .isEqualTo(Reason.NAME_NOT_HELD);
        assertThat(scene.synchronizer()
                        .explain(ObjectKey.of("foo"), options)
                        .push()
                        .orElseThrow()
                        .reason())
                .isEqualTo(Reason.NEW_AT_TARGET);
    }

    @Test
    void a_target_that_tells_all_names_apart_is_not_asked_to() {
        scene.put(scene.local, "Foo", "1");
        remote("a", "A", "a/b");

        assertThat(scene.push().isClean()).isTrue();
        assertThat(contents(scene.remote)).containsOnlyKeys("A", "Foo", "a", "a/b");
    }
}
