package dev.waybill.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.adapter.fs.FsAdapterProvider;
import dev.waybill.port.FileIdentities;
import dev.waybill.port.StoreId;
import dev.waybill.testkit.MapSettings;
import dev.waybill.testkit.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files are read for their checksums no more often than they change.
class RememberedFilesTest {
    private static final SyncOptions BY_CHECKSUM = SyncOptions.DEFAULT.withCompare(CompareMode.CHECKSUM);
    private static final int FILES = 5;

    @TempDir
    private Path work;

    private Path storage;
    private SyncScene scene;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // Closed after the test.
    void make_a_folder_of_old_files() throws IOException {
        storage = Files.createDirectories(work.resolve("storage"));
        scene = new SyncScene(storage);
        // No program can set when a file was changed, so it is the clock that is ahead.
        scene.clock.set(Clock.systemUTC().instant().plus(Duration.ofHours(1)));
        for (int i = 0; i < FILES; i++) {
            write(
                    storage.resolve("f" + i),
                    "content " + i,
                    scene.clock.instant().minus(Duration.ofDays(1)));
        }
    }

    @AfterEach
    void close_the_scene() {
        scene.close();
    }

    private static void write(Path file, String text, Instant time) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    private SyncReport push(SyncOptions options) {
        var settings = new MapSettings(Map.of("root", storage.toString()));
        FileIdentities identities =
                new FsAdapterProvider().configure(settings).identities().orElseThrow();
        StoreId here = scene.local.store();
        return scene.synchronizer()
                .rememberingFiles(Map.of(here, identities))
                .run(SyncDirection.PUSH, options, SyncListener.NONE);
    }

    private long reads() {
        return scene.local.calls(Operation.GET);
    }

    @Test
    void runs_that_compare_checksums_read_each_file_once() {
        push(SyncOptions.DEFAULT);
        long moved = reads();

        assertThat(push(BY_CHECKSUM).planned(Reason.UNCHANGED).objects()).isEqualTo(FILES);
        assertThat(reads()).isEqualTo(moved + FILES);
        assertThat(push(BY_CHECKSUM).planned(Reason.UNCHANGED).objects()).isEqualTo(FILES);
        assertThat(reads()).isEqualTo(moved + FILES);
    }

    @Test
    void an_edit_in_place_whose_old_time_was_put_back_is_found_by_checksum() throws IOException {
        push(SyncOptions.DEFAULT);
        push(BY_CHECKSUM);
        Path file = storage.resolve("f3");
        write(file, "CONTENT 3", Files.getLastModifiedTime(file).toInstant());

        SyncReport found = push(BY_CHECKSUM);
        assertThat(found.done(Reason.CHANGED).objects()).isEqualTo(1);
        assertThat(found.planned(Reason.UNCHANGED).objects()).isEqualTo(FILES - 1);
        assertThat(SyncScene.contents(scene.remote)).containsEntry("f3", "CONTENT 3");
    }

    @Test
    void a_fresh_clone_with_new_times_moves_nothing_and_is_read_once() throws IOException {
        push(SyncOptions.DEFAULT);
        scene.bases.lose();
        for (int i = 0; i < FILES; i++) {
            Files.delete(storage.resolve("f" + i));
            write(
                    storage.resolve("f" + i),
                    "content " + i,
                    scene.clock.instant().minus(Duration.ofMinutes(1)));
        }
        long moved = reads();

        SyncReport cloned = push(SyncOptions.DEFAULT);
        assertThat(cloned.moved()).isEqualTo(Tally.NONE);
        assertThat(cloned.isClean()).isTrue();
        assertThat(reads()).isEqualTo(moved + FILES);
        assertThat(push(BY_CHECKSUM).planned(Reason.UNCHANGED).objects()).isEqualTo(FILES);
        assertThat(reads()).as("remembered").isEqualTo(moved + FILES);
    }

    @Test
    void a_checkout_that_changes_every_time_moves_nothing_and_is_read_once() throws IOException {
        push(SyncOptions.DEFAULT);
        long moved = reads();
        for (int i = 0; i < FILES; i++) {
            write(
                    storage.resolve("f" + i),
                    "content " + i,
                    scene.clock.instant().minus(Duration.ofMinutes(1)));
        }

        assertThat(push(SyncOptions.DEFAULT).moved()).isEqualTo(Tally.NONE);
        assertThat(push(SyncOptions.DEFAULT).moved()).isEqualTo(Tally.NONE);
        assertThat(push(BY_CHECKSUM).moved()).isEqualTo(Tally.NONE);
        assertThat(reads()).isEqualTo(moved + FILES);
    }
}
