package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.SyncScene.contents;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.IObjectStorageAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A file that becomes a folder of the same name at the source, and a folder that becomes a file, where the target
/// is a folder and can hold only one of them.
class FileAndFolderTest {
    private static final SyncOptions DELETING =
            SyncOptions.DEFAULT.withDelete(true).withGuard(new DeleteGuard(OptionalLong.empty(), true));

    @TempDir
    Path work;

    private Path local;
    private Path remote;
    private SyncScene scene;

    /// What is at the source before and after.
    @SuppressWarnings("ImmutableEnumChecker") // Lists that List.of made.
    enum Change {
        FILE_TO_FOLDER(List.of("a"), List.of("a/x", "a/y/z")),
        FOLDER_TO_FILE(List.of("a/x", "a/y/z"), List.of("a")),
        FILE_TO_FOLDER_BELOW(List.of("d/a"), List.of("d/a/x")),
        FOLDER_TO_FILE_BELOW(List.of("d/a/b/c/x"), List.of("d/a")),
        BESIDE_NAMES_THAT_SORT_BETWEEN(List.of("a", "a-b"), List.of("a-b", "a-c", "a/x"));

        private final List<String> before;
        private final List<String> after;

        Change(List<String> before, List<String> after) {
            this.before = before;
            this.after = after;
        }
    }

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // Closed after the test.
    void make_two_folders() throws IOException {
        local = Files.createDirectories(work.resolve("local"));
        remote = Files.createDirectories(work.resolve("remote"));
        scene = new SyncScene(SyncScene.folder(local, Clock.systemUTC()), SyncScene.folder(remote, Clock.systemUTC()));
    }

    @AfterEach
    void close_the_scene() {
        scene.close();
    }

    private static void write(Path root, String name, String text) {
        try {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(text.hashCode())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void synced(Change change) {
        write(local, "other", "stays");
        change.before.forEach(name -> write(local, name, "old " + name));
        assertThat(scene.push().isClean()).isTrue();
    }

    /// Does the change at the remote, whose clients pull it.
    private void change(Change change) {
        change.before.forEach(name -> SyncScene.delete(scene.remote, name));
        change.after.forEach(name -> write(remote, name, "new " + name));
    }

    /// Makes the change at the remote; what the target has that the source has no more.
    private Map<String, String> onlyBefore(Change change) {
        synced(change);
        change(change);
        Map<String, String> before = contents(scene.local);
        before.keySet().removeAll(change.after);
        return before;
    }

    @ParameterizedTest
    @EnumSource
    void a_pull_with_deletes_makes_the_target_what_the_source_is(Change change) {
        synced(change);
        change(change);

        SyncReport dry = scene.pull(DELETING.withDryRun(true));
        List<SyncAction> plan = scene.planned();
        SyncReport report = scene.pull(DELETING);
        assertThat(report.isClean())
                .as("%s %s", report.conflicts(), report.failures())
                .isTrue();
        assertThat(report.planned()).isEqualTo(dry.planned());
        assertThat(scene.planned()).containsExactlyInAnyOrderElementsOf(plan);
        assertThat(contents(scene.local)).isEqualTo(contents(scene.remote)).containsKeys("other");
        assertThat(scene.pull(DELETING).planned()).containsOnlyKeys(Reason.UNCHANGED);
    }

    @ParameterizedTest
    @EnumSource
    void without_deletes_it_is_a_conflict_that_names_the_remedy_and_both_stay(Change change) {
        Map<String, String> before = onlyBefore(change);

        SyncReport report = scene.pull();
        assertThat(report.failures()).isEmpty();
        assertThat(report.conflicts())
                .isNotEmpty()
                .extracting(SyncAction.Conflict::reason)
                .containsOnly(Reason.IN_THE_WAY);
        assertThat(Reason.IN_THE_WAY.text()).contains("--delete");
        assertThat(contents(scene.local)).containsAllEntriesOf(before);
    }

    @ParameterizedTest
    @EnumSource
    void what_changed_at_the_target_meanwhile_is_not_deleted_to_make_room(Change change) {
        synced(change);
        change(change);
        String edited = change.before.getFirst();
        write(local, edited, "an edit that nobody has yet");

        SyncReport report = scene.pull(DELETING);
        assertThat(report.failures()).isEmpty();
        assertThat(report.conflicts())
                .extracting(SyncAction.Conflict::reason)
                .contains(Reason.DELETED_AND_CHANGED, Reason.IN_THE_WAY);
        assertThat(contents(scene.local)).containsEntry(edited, "an edit that nobody has yet");
    }

    @ParameterizedTest
    @EnumSource
    void what_was_never_synced_is_not_deleted_to_make_room(Change change) {
        write(local, "other", "stays");
        scene.push();
        change.before.forEach(name -> write(local, name, "mine " + name));
        change.after.forEach(name -> write(remote, name, "theirs " + name));
        Map<String, String> before = contents(scene.local);

        SyncReport report = scene.pull(DELETING);
        assertThat(report.failures()).isEmpty();
        assertThat(report.conflicts()).isNotEmpty();
        assertThat(contents(scene.local)).containsAllEntriesOf(before);
    }

    @ParameterizedTest
    @EnumSource
    void deletes_that_the_guard_holds_back_leave_what_is_in_the_way(Change change) {
        Map<String, String> before = onlyBefore(change);

        SyncReport report =
                scene.pull(SyncOptions.DEFAULT.withDelete(true).withGuard(new DeleteGuard(OptionalLong.of(0), false)));
        assertThat(report.deletes()).isInstanceOf(DeleteOutcome.Withheld.class);
        assertThat(report.conflicts()).extracting(SyncAction.Conflict::reason).contains(Reason.IN_THE_WAY);
        assertThat(contents(scene.local)).containsAllEntriesOf(before);
    }

    @ParameterizedTest
    @EnumSource
    void a_push_into_a_folder_does_the_same(Change change) throws IOException {
        synced(change);
        change.before.forEach(name -> SyncScene.delete(scene.local, name));
        change.after.forEach(name -> write(local, name, "new " + name));

        assertThat(scene.push().conflictCount()).isPositive();
        assertThat(scene.push(DELETING).isClean()).isTrue();
        assertThat(contents(scene.remote)).isEqualTo(contents(scene.local));
    }

    /// Any tree of files over a few names that stand in each other's way.
    private static Map<String, String> tree(Random random) {
        var tree = new TreeMap<String, String>();
        for (String name : List.of("a", "a!", "a-b", "a/x", "a/x/y", "a/x-z", "a0", "b", "b/c/d", "b/c")) {
            boolean fits = tree.keySet().stream()
                    .noneMatch(other -> name.startsWith(other + "/") || other.startsWith(name + "/"));
            if (fits && random.nextBoolean()) {
                tree.put(name, "content " + random.nextInt(3));
            }
        }
        return tree;
    }

    private static void make(Path root, IObjectStorageAdapter store, Map<String, String> tree) {
        contents(store).keySet().forEach(name -> SyncScene.delete(store, name));
        tree.forEach((name, text) -> write(root, name, text));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whatever_a_tree_becomes_a_pull_brings_it_and_an_edit_of_the_target_is_kept(long seed) {
        var random = new Random(seed);
        make(local, scene.local, tree(random));
        scene.push();
        make(remote, scene.remote, tree(random));
        assertThat(scene.pull(DELETING).isClean()).isTrue();
        assertThat(contents(scene.local)).isEqualTo(contents(scene.remote));

        if (!contents(scene.local).isEmpty()) {
            String edited = contents(scene.local).keySet().iterator().next();
            make(remote, scene.remote, tree(random));
            write(local, edited, "edited after the last sync");
            scene.pull(DELETING);
            assertThat(contents(scene.local)).containsEntry(edited, "edited after the last sync");
        }
    }
}
