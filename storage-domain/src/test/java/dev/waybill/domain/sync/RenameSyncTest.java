package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.SyncScene.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.domain.fixture.Caseless;
import dev.waybill.domain.sync.names.RenamedStore;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import dev.waybill.testkit.Operation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A folder here whose disk ignores cases and forbids names, and a bucket that holds every name: with other names for
/// what it cannot hold, the folder has all of the bucket, and gives it back.
@SuppressWarnings("MustBeClosedChecker") // The scenes close their stores.
class RenameSyncTest {
    private static final SyncOptions RENAME = SyncOptions.DEFAULT.withNames(NamePolicy.RENAME);
    private static final SyncOptions DELETING =
            RENAME.withDelete(true).withGuard(new DeleteGuard(OptionalLong.empty(), true));
    private static final List<String> SEGMENTS = List.of(
            "a",
            "A",
            "b",
            "é",
            "e\u0301",
            "É",
            "a:b",
            "A:b",
            "x.",
            "s".repeat(90),
            "S".repeat(90),
            "%wb8c736521-foo",
            "Foo",
            "foo");

    private SyncScene scene;

    @BeforeEach
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

    /// What the folder has under the names of the bucket.
    private Map<String, String> local() {
        return contents(RenamedStore.over(scene.local, true));
    }

    @Test
    void what_a_folder_cannot_hold_has_another_name_there_and_is_known_by_its_own() {
        remote("Foo", "foo", "Docs/a", "docs/b", "a:b", "n", "n/x", "plain");

        SyncReport report = scene.pull(RENAME);
        assertThat(report.isClean()).as("%s", report.failures()).isTrue();
        assertThat(contents(scene.local)).containsKeys("Foo", "%wb8c736521-foo", "Docs/a", "n", "plain");
        assertThat(local()).isEqualTo(contents(scene.remote));
        assertThat(scene.events)
                .filteredOn(SyncEvent.Renamed.class::isInstance)
                .extracting(event -> ((SyncEvent.Renamed) event).key().value())
                .containsExactlyInAnyOrder("foo", "docs/b", "a:b", "n/x");
        assertThat(scene.pull(DELETING).planned()).containsOnlyKeys(Reason.UNCHANGED);
        assertThat(scene.push(DELETING).planned()).containsOnlyKeys(Reason.UNCHANGED);
    }

    @Test
    void what_a_pull_wrote_another_push_sends_back_under_the_names_it_had() {
        for (int seed = 0; seed < 150; seed++) {
            var random = new Random(seed);
            var clock = new ManualClock(SyncScene.NOON);
            try (var folder = new InMemoryAdapter(clock, Caseless.CAPABILITIES);
                    var bucket = new InMemoryAdapter(clock);
                    var there = new SyncScene(folder.anotherClient(), bucket.anotherClient());
                    var back = new SyncScene(folder.anotherClient(), new InMemoryAdapter(clock))) {
                tree(random).forEach((key, text) -> there.put(bucket, key, text, SyncScene.NOON));

                SyncReport pulled = there.pull(RENAME);
                assertThat(pulled.isClean())
                        .as("%s: %s %s", seed, pulled.failures(), pulled.conflicts())
                        .isTrue();
                assertThat(back.push(RENAME).isClean()).as("%s", seed).isTrue();
                assertThat(contents(back.remote)).as("%s", seed).isEqualTo(contents(bucket));
            }
        }
    }

    private static Map<String, String> tree(Random random) {
        var tree = new TreeMap<String, String>();
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            var key = new StringBuilder(SEGMENTS.get(random.nextInt(SEGMENTS.size())));
            for (int depth = random.nextInt(3); depth > 0; depth--) {
                key.append('/').append(SEGMENTS.get(random.nextInt(SEGMENTS.size())));
            }
            tree.put(key.toString(), "text " + i);
        }
        return tree;
    }

    @Test
    void edits_and_deletes_reach_what_has_another_name_in_both_directions() {
        remote("Foo", "foo", "a:b", "a:c", "plain");
        assertThat(scene.pull(RENAME).isClean()).isTrue();
        IObjectStorageAdapter seen = RenamedStore.over(scene.local, true);
        assertThat(contents(seen)).hasSize(5);

        scene.put(scene.remote, "foo", "edited there");
        SyncScene.delete(scene.remote, "a:c");
        assertThat(scene.pull(DELETING).isClean()).isTrue();
        assertThat(local()).isEqualTo(contents(scene.remote)).doesNotContainKey("a:c");

        scene.put(seen, "a:b", "edited here");
        SyncScene.delete(seen, "foo");
        assertThat(scene.sync(DELETING).isClean()).isTrue();
        assertThat(contents(scene.remote))
                .isEqualTo(local())
                .containsOnlyKeys("Foo", "a:b", "plain")
                .containsEntry("a:b", "edited here");
    }

    @Test
    void undo_brings_back_what_has_another_name() {
        remote("Foo", "foo", "a:b", "docs/x", "Docs/y");
        assertThat(scene.pull(RENAME).isClean()).isTrue();
        Map<String, String> before = local();
        SyncScene.delete(scene.remote, "foo");
        SyncScene.delete(scene.remote, "Docs/y");
        SyncScene.delete(scene.remote, "docs/x");
        scene.put(scene.remote, "a:b", "edited");
        SyncReport report = scene.pull(DELETING.withKeep(true));
        assertThat(report.isClean()).as("%s", report.failures()).isTrue();

        scene.undo(report.run());
        assertThat(local()).isEqualTo(before);
    }

    @Test
    void without_new_names_those_that_are_there_stay_and_new_clashes_fail() {
        remote("Foo", "foo");
        assertThat(scene.pull(RENAME).isClean()).isTrue();
        scene.put(scene.remote, "foo", "edited");
        remote("FOO", "a:b");

        SyncReport report = scene.pull();
        assertThat(report.failures())
                .extracting(failure -> failure.key().value())
                .containsExactlyInAnyOrder("FOO", "a:b");
        assertThat(contents(RenamedStore.over(scene.local, false)))
                .containsEntry("foo", "edited")
                .doesNotContainKeys("FOO", "a:b");
        assertThat(scene.push(SyncOptions.DEFAULT.withDelete(true))
                        .planned(Reason.DELETED)
                        .objects())
                .isZero();
    }

    @Test
    void only_a_part_of_the_names_can_be_synced() {
        remote("Docs/a", "docs/b", "docs/c:d", "other:x");
        assertThat(scene.pull(RENAME).isClean()).isTrue();
        scene.put(scene.remote, "docs/b", "edited");
        var part = RENAME.withScope(KeyPrefix.of("docs/"));

        assertThat(scene.pull(part).planned()).containsOnlyKeys(Reason.CHANGED, Reason.UNCHANGED);
        assertThat(local()).isEqualTo(contents(scene.remote));
    }

    @Test
    void why_and_a_retry_find_what_has_another_name() {
        remote("Foo", "foo", "a:b");
        assertThat(scene.pull(RENAME).isClean()).isTrue();
        scene.put(scene.remote, "foo", "edited");

        var why = scene.synchronizer().explain(ObjectKey.of("foo"), SyncOptions.DEFAULT);
        assertThat(why.pull().orElseThrow().reason()).isEqualTo(Reason.CHANGED);
        assertThat(scene.synchronizer()
                        .retry(SyncDirection.PULL, RENAME, List.of(ObjectKey.of("foo")), event -> {})
                        .isClean())
                .isTrue();
        assertThat(local()).containsEntry("foo", "edited");
    }

    @Test
    void names_that_stand_for_others_are_never_taken_for_what_they_are() {
        remote("Foo", "foo", "plain");
        assertThat(scene.pull(RENAME).isClean()).isTrue();
        SyncScene.delete(scene.local, RenamedStore.NOTE.value());

        assertThatExceptionOfType(SyncRefused.NamesNotNoted.class)
                .isThrownBy(() -> scene.push(SyncOptions.DEFAULT.withDelete(true)))
                .withMessageContaining("--names rename");
        assertThat(contents(scene.remote)).containsOnlyKeys("Foo", "foo", "plain");
        assertThat(scene.push(DELETING).planned()).containsOnlyKeys(Reason.UNCHANGED);
    }

    @Test
    void a_store_that_cannot_tell_whether_it_has_such_names_is_not_synced() {
        remote("Foo", "foo");
        assertThat(scene.pull(RENAME).isClean()).isTrue();
        scene.local.failEvery(Operation.STAT, RenamedStore.NOTE, Fault.busyFor(Duration.ofSeconds(1)));

        assertThatExceptionOfType(StorageException.StoreUnavailable.class)
                .isThrownBy(() -> scene.push(SyncOptions.DEFAULT.withDelete(true)));
        assertThat(contents(scene.remote)).containsOnlyKeys("Foo", "foo");
    }

    @Test
    void a_real_folder_gets_a_file_beside_a_folder_of_its_name_long_names_and_reserved_ones(@TempDir Path root) {
        var bucket = new InMemoryAdapter(Clock.systemUTC());
        try (bucket;
                var folder = new SyncScene(SyncScene.folder(root, Clock.systemUTC()), bucket.anotherClient());
                var back = new SyncScene(
                        SyncScene.folder(root, Clock.systemUTC()), new InMemoryAdapter(Clock.systemUTC()))) {
            for (String key : List.of("a", "a/b", "東".repeat(100), ".waybill-tmp-x", "plain", "%wb8c736521-foo")) {
                folder.put(bucket, key, "of " + key);
            }

            SyncReport pulled = folder.pull(RENAME);
            assertThat(pulled.isClean())
                    .as("%s %s", pulled.failures(), pulled.conflicts())
                    .isTrue();
            assertThat(back.push(RENAME).isClean()).isTrue();
            assertThat(contents(back.remote)).isEqualTo(contents(bucket));
            assertThat(folder.pull(DELETING).planned()).containsOnlyKeys(Reason.UNCHANGED);
        }
    }
}
