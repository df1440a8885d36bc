package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.SyncScene.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.adapter.fs.FsAdapter;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Between two folders, as with the embedded remote.
class FolderSyncTest {
    private static final Instant TIME = Instant.parse("2020-02-03T04:05:06.123456789Z");
    private static final SyncOptions CHECKSUM = SyncOptions.DEFAULT.withCompare(CompareMode.CHECKSUM);

    private static final SyncOptions SIZE = SyncOptions.DEFAULT.withCompare(CompareMode.SIZE);

    @TempDir
    Path work;

    private Path storage;
    private Path embedded;
    private SyncScene scene;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // Closed after the test.
    void make_two_folders() throws IOException {
        storage = Files.createDirectories(work.resolve("storage"));
        embedded = Files.createDirectories(work.resolve(".waybill").resolve("remote"));
        scene = new SyncScene(
                SyncScene.folder(storage, Clock.systemUTC()), SyncScene.folder(embedded, Clock.systemUTC()));
    }

    @AfterEach
    void close_the_scene() {
        scene.close();
    }

    private void write(String name, String text, Instant time) throws IOException {
        Path file = storage.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    @Test
    void bytes_and_times_survive_a_push_and_a_pull_into_an_empty_folder() throws IOException {
        write("a.txt", "one", TIME);
        write("with space/ü#%1.bin", "x".repeat(20_000), TIME.plusNanos(1));
        write("empty", "", Instant.EPOCH);
        scene.push();
        Path elsewhere = Files.createDirectories(work.resolve("clone").resolve("storage"));
        try (FsAdapter clone = SyncScene.folder(elsewhere, Clock.systemUTC());
                SyncScene other = new SyncScene(clone, SyncScene.folder(embedded, Clock.systemUTC()))) {
            assertThat(other.pull().isClean()).isTrue();
            assertThat(contents(clone)).isEqualTo(contents(scene.local));
            for (String name : List.of("a.txt", "with space/ü#%1.bin", "empty")) {
                assertThat(Files.getLastModifiedTime(elsewhere.resolve(name)))
                        .isEqualTo(Files.getLastModifiedTime(storage.resolve(name)));
            }
            assertThat(other.push().planned()).containsOnlyKeys(Reason.UNCHANGED);
        }
    }

    @Test
    void a_fresh_clone_with_new_times_moves_nothing_and_compares_once() throws IOException {
        for (int i = 0; i < 10; i++) {
            write("f" + i, "content " + i, TIME);
        }
        scene.push();
        for (int i = 0; i < 10; i++) {
            Files.delete(storage.resolve("f" + i));
            write("f" + i, "content " + i, TIME.plusSeconds(1000 + i));
        }

        SyncReport report = scene.push();
        assertThat(report.moved()).isEqualTo(Tally.NONE);
        assertThat(report.done(Reason.ONLY_TIMES).objects()).isEqualTo(10);
        assertThat(scene.remote.calls(Operation.GET)).isZero();
        long read = scene.local.calls(Operation.GET);
        assertThat(scene.push().planned()).containsOnlyKeys(Reason.UNCHANGED);
        assertThat(scene.local.calls(Operation.GET)).isEqualTo(read);
    }

    @Test
    void one_byte_changed_with_length_and_time_as_before_is_found_by_its_checksum() throws IOException {
        write("a", "0123456789", TIME);
        write("b", "0123456789", TIME);
        scene.push();
        try (var file = Files.newByteChannel(storage.resolve("a"), StandardOpenOption.WRITE)) {
            file.position(5).write(ByteBuffer.wrap(new byte[] {'X'}));
        }
        Files.setLastModifiedTime(storage.resolve("a"), FileTime.from(TIME));
        assertThat(scene.push().planned()).containsOnlyKeys(Reason.UNCHANGED);

        SyncReport report = scene.push(CHECKSUM);
        assertThat(report.done(Reason.CHANGED).objects()).isEqualTo(1);
        assertThat(contents(scene.remote)).containsEntry("a", "01234X6789").containsEntry("b", "0123456789");
        assertThat(scene.push(CHECKSUM).moved()).isEqualTo(Tally.NONE);
    }

    @Test
    void files_of_one_size_and_time_that_differ_at_first_contact_are_found_by_their_checksums() throws IOException {
        write("a", "mine", TIME);
        Files.writeString(embedded.resolve("a"), "them");
        Files.setLastModifiedTime(embedded.resolve("a"), FileTime.from(TIME));

        assertThat(scene.push(CHECKSUM.withDryRun(true)).conflictCount()).isEqualTo(1);
        assertThat(scene.push(SyncOptions.DEFAULT.withDryRun(true)).planned())
                .containsOnlyKeys(Reason.ALIKE_NEVER_SYNCED);
    }

    @Test
    void comparing_sizes_takes_an_edit_of_the_same_length_for_none() throws IOException {
        write("a", "one", TIME);
        scene.push();
        write("a", "two", TIME.plusSeconds(1));

        assertThat(scene.push(SIZE).planned()).containsOnlyKeys(Reason.UNCHANGED);
        assertThat(scene.push().done(Reason.CHANGED).objects()).isEqualTo(1);
    }

    @Test
    void comparing_sizes_at_first_contact_notes_nothing_that_was_not_compared() throws IOException {
        write("a", "mine", TIME);
        Files.writeString(embedded.resolve("a"), "them");

        SyncReport report = scene.push(SIZE);
        assertThat(report.planned()).containsOnlyKeys(Reason.UNCHANGED);
        assertThat(scene.base()).isEmpty();
        assertThat(scene.push().conflictCount()).isEqualTo(1);
    }

    @Test
    void comparing_sizes_never_overwrites_or_deletes_a_version_that_visibly_changed() throws IOException {
        for (String name : List.of("changed", "deleted", "kept1", "kept2", "kept3")) {
            write(name, "one", TIME);
        }
        scene.push();
        write("changed", "longer", TIME.plusSeconds(1));
        Files.delete(storage.resolve("deleted"));
        Files.writeString(embedded.resolve("changed"), "two");
        Files.writeString(embedded.resolve("deleted"), "two");

        SyncReport report = scene.push(SIZE.withDelete(true));
        assertThat(report.conflicts())
                .extracting(SyncAction.Conflict::reason)
                .containsExactly(Reason.BOTH_CHANGED, Reason.DELETED_AND_CHANGED);
        assertThat(contents(scene.remote)).containsEntry("changed", "two").containsEntry("deleted", "two");
    }

    @Test
    void an_ignore_file_that_is_a_link_refuses_the_run_before_anything() throws IOException {
        write("private/key", "secret", TIME);
        Path rules = Files.writeString(work.resolve("rules"), "key\n");
        Files.createSymbolicLink(storage.resolve("private").resolve(".waybillignore"), rules);

        assertThatThrownBy(() -> scene.push())
                .isInstanceOf(SyncRefused.BadIgnoreFile.class)
                .hasMessageContaining("private/.waybillignore");
        assertThat(contents(scene.remote)).isEmpty();
    }

    @Test
    void links_are_counted_and_what_was_synced_under_their_names_stays_at_the_target() throws IOException {
        write("data/a", "1", TIME);
        write("data/b", "2", TIME);
        write("file", "3", TIME);
        for (int i = 0; i < 10; i++) {
            write("other" + i, "x", TIME);
        }
        scene.push();
        Path disk = work.resolve("larger-disk");
        Files.move(storage.resolve("data"), disk);
        Files.createSymbolicLink(storage.resolve("data"), disk);
        Files.move(storage.resolve("file"), disk.resolve("file"));
        Files.createSymbolicLink(storage.resolve("file"), disk.resolve("file"));

        SyncReport report = scene.push(SyncOptions.DEFAULT.withDelete(true));
        assertThat(report.skipped()).isEqualTo(Map.of(SkippedEntry.Reason.LINK, 2L));
        assertThat(report.planned(Reason.HIDDEN_AT_SOURCE).objects()).isEqualTo(3);
        assertThat(report.deletes()).isEqualTo(new DeleteOutcome.Ran());
        assertThat(contents(scene.remote))
                .containsKeys("data/a", "data/b", "file")
                .hasSize(13);
    }

    @Test
    void a_pull_does_not_write_through_a_link_that_leads_out() throws IOException {
        Files.createDirectories(embedded.resolve("out"));
        Files.writeString(embedded.resolve("out").resolve("x"), "theirs");
        Path outside = Files.createDirectories(work.resolve("outside"));
        Files.createSymbolicLink(storage.resolve("out"), outside);

        SyncReport report = scene.pull();
        assertThat(report.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.key()).isEqualTo(ObjectKey.of("out/x")));
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void one_file_that_may_not_be_read_fails_alone() throws IOException {
        write("a", "1", TIME);
        write("b", "2", TIME);
        scene.local.failEvery(
                Operation.GET,
                ObjectKey.of("a"),
                Fault.throwing((store, key) -> new StorageException.AccessDenied(store, key, "mode", null)));

        SyncReport report = scene.push();
        assertThat(report.end()).isEqualTo(new RunEnd.Completed());
        assertThat(report.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.key()).isEqualTo(ObjectKey.of("a")));
        assertThat(contents(scene.remote)).containsOnlyKeys("b");
    }

    @Test
    void one_file_that_may_not_be_read_is_no_reason_to_stop_but_a_remote_that_lets_nobody_in_is() {
        var breaker = new Breaker(scene.local.store());
        IntStream.range(0, 100)
                .forEach(i ->
                        assertThat(breaker.stopsAfter(denied(scene.local, i))).isFalse());
        long until = IntStream.range(0, 100)
                .takeWhile(i -> !breaker.stopsAfter(denied(scene.remote, i)))
                .count();

        assertThat(until).isLessThan(30);
    }

    private static StorageException denied(IObjectStorageAdapter store, int number) {
        return new StorageException.AccessDenied(store.store(), Optional.of(ObjectKey.of("k" + number)), "mode", null);
    }

    @Test
    void a_remote_within_the_folder_and_a_folder_within_the_remote_are_refused() throws IOException {
        Path inside = Files.createDirectories(storage.resolve(".waybill").resolve("remote"));
        write("a", "1", TIME);
        try (FsAdapter nested = SyncScene.folder(inside, Clock.systemUTC())) {
            for (Synchronizer sync :
                    List.of(scene.synchronizer(scene.local, nested), scene.synchronizer(nested, scene.local))) {
                assertThatThrownBy(() -> sync.run(SyncDirection.PUSH, SyncOptions.DEFAULT, SyncListener.NONE))
                        .isInstanceOf(SyncRefused.Overlap.class)
                        .hasMessageContaining("lies within the other");
                assertThatThrownBy(() -> sync.status(SyncOptions.DEFAULT)).isInstanceOf(SyncRefused.Overlap.class);
            }
        }
        assertThat(inside).isEmptyDirectory();
    }

    @Test
    void a_folder_whose_name_only_begins_like_the_other_is_no_overlap() throws IOException {
        Path beside = Files.createDirectories(work.resolve("storage-copy"));
        write("a", "1", TIME);
        try (FsAdapter copy = SyncScene.folder(beside, Clock.systemUTC())) {
            assertThat(scene.synchronizer(scene.local, copy)
                            .run(SyncDirection.PUSH, SyncOptions.DEFAULT, SyncListener.NONE)
                            .isClean())
                    .isTrue();
        }
        assertThat(beside.resolve("a")).hasContent("1");
    }

    @Test
    void a_pull_into_a_folder_that_is_not_there_says_so() {
        try (FsAdapter missing = SyncScene.folder(work.resolve("missing"), Clock.systemUTC())) {
            SyncReport report = scene.synchronizer(missing, scene.remote)
                    .run(SyncDirection.PULL, SyncOptions.DEFAULT, SyncListener.NONE);
            assertThat(report.end())
                    .isInstanceOfSatisfying(
                            RunEnd.Stopped.class,
                            stopped -> assertThat(stopped.cause()).isInstanceOf(StorageException.StoreNotFound.class));
        }
    }

    @Test
    void a_file_and_a_folder_of_one_name_never_replace_each_other() throws IOException {
        write("a/b", "file in a folder", TIME);
        Files.writeString(embedded.resolve("a"), "a file");

        SyncReport report = scene.push();
        assertThat(report.isClean()).isFalse();
        assertThat(embedded.resolve("a")).hasContent("a file");
        assertThat(storage.resolve("a/b")).hasContent("file in a folder");
    }
}
