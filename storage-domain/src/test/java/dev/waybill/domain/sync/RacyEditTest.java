package dev.waybill.domain.sync;

import static dev.waybill.domain.sync.SyncScene.contents;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.fixture.Abilities;
import dev.waybill.port.Capability;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Edits that leave size, time and token of a file as they were, since the clock of its file system did not tick
/// between what was synced and the edit.
class RacyEditTest {
    @TempDir
    Path work;

    private Path storage;
    private Path embedded;
    private SyncScene scene;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // Closed after the test.
    void make_a_folder_and_a_remote() throws IOException {
        storage = Files.createDirectories(work.resolve("storage"));
        embedded = Files.createDirectories(work.resolve("remote"));
        scene = new SyncScene(storage);
    }

    @AfterEach
    void close_the_scene() {
        scene.close();
    }

    /// Writes in place, as an editor does that keeps the file, at the time `time`.
    private static void write(Path file, String text, Instant time) {
        try {
            Files.writeString(file, text);
            Files.setLastModifiedTime(file, FileTime.from(time));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pass(Duration time) {
        scene.clock.advance(time);
    }

    @SuppressWarnings("MustBeClosedChecker") // Closed after the test.
    private void betweenTwoFolders() {
        scene.close();
        scene = new SyncScene(SyncScene.folder(storage, scene.clock), SyncScene.folder(embedded, scene.clock));
    }

    @Test
    void an_edit_in_the_tick_of_the_push_is_pushed_by_the_next_one() {
        Path file = storage.resolve("a");
        write(file, "one", SyncScene.NOON);
        scene.push();
        write(file, "two", SyncScene.NOON);
        pass(Duration.ofDays(1));

        assertThat(scene.push().done(Reason.CHANGED).objects()).isEqualTo(1);
        assertThat(contents(scene.remote)).containsEntry("a", "two");
    }

    @Test
    void an_edit_in_the_tick_in_which_a_long_transfer_read_it_is_pushed_by_the_next_one() {
        Path file = storage.resolve("a");
        write(file, "one", SyncScene.NOON);
        scene.on(event -> {
            if (event instanceof SyncEvent.Moved) {
                write(file, "two", SyncScene.NOON);
                pass(Duration.ofHours(1));
            }
        });
        assertThat(scene.push().isClean()).isTrue();
        scene.on(event -> {});

        assertThat(scene.push().done(Reason.CHANGED).objects()).isEqualTo(1);
        assertThat(contents(scene.remote)).containsEntry("a", "two");
    }

    @Test
    void an_edit_in_the_tick_of_a_pull_is_no_version_to_overwrite() {
        scene.put(scene.remote, "a", "one", SyncScene.NOON);
        scene.pull();
        write(storage.resolve("a"), "two", SyncScene.NOON);
        scene.put(scene.remote, "a", "six", SyncScene.NOON.plusSeconds(9));
        pass(Duration.ofDays(1));

        assertThat(scene.pull().conflictCount()).isEqualTo(1);
        assertThat(storage.resolve("a")).hasContent("two");
    }

    @Test
    void an_edit_at_a_remote_folder_in_the_tick_of_the_push_is_pulled_by_the_next_pull() {
        betweenTwoFolders();
        write(storage.resolve("a"), "one", SyncScene.NOON);
        scene.push();
        write(embedded.resolve("a"), "two", SyncScene.NOON);
        pass(Duration.ofDays(1));

        assertThat(scene.push().planned()).containsOnlyKeys(Reason.CHANGED_AT_TARGET);
        assertThat(scene.pull().done(Reason.CHANGED).objects()).isEqualTo(1);
        assertThat(storage.resolve("a")).hasContent("two");
    }

    @Test
    void an_edit_in_the_tick_of_a_first_contact_that_compared_times_only_is_found() {
        write(storage.resolve("a"), "one", SyncScene.NOON);
        betweenTwoFolders();
        write(embedded.resolve("a"), "one", SyncScene.NOON);
        assertThat(scene.push().planned()).containsOnlyKeys(Reason.ALIKE_NEVER_SYNCED);
        write(storage.resolve("a"), "two", SyncScene.NOON);

        assertThat(scene.push().conflictCount()).isEqualTo(1);
        assertThat(contents(scene.remote)).containsEntry("a", "one");
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // Closed after the test.
    void an_edit_at_a_remote_that_keeps_neither_token_nor_checksum_is_found_by_reading_it() {
        scene.close();
        scene = new SyncScene(
                SyncScene.folder(storage, scene.clock),
                new InMemoryAdapter(scene.clock, InMemoryAdapter.NO_CAPABILITIES));
        write(storage.resolve("a"), "one", SyncScene.NOON.minus(Duration.ofDays(1)));
        scene.push();
        scene.remote.put(ObjectKey.of("a"), text("two"), PutOptions.DEFAULT);
        pass(Duration.ofDays(1));

        assertThat(scene.push().planned()).containsOnlyKeys(Reason.CHANGED_AT_TARGET);
        assertThat(contents(scene.remote)).containsEntry("a", "two");
    }

    private static ObjectSource text(String text) {
        return ObjectSource.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_was_noted_too_soon_is_read_once_and_trusted_from_then_on() {
        write(storage.resolve("a"), "one", SyncScene.NOON);
        write(storage.resolve("old"), "one", SyncScene.NOON.minus(Duration.ofMinutes(1)));
        scene.push();
        pass(Duration.ofMinutes(1));
        long before = scene.local.calls(Operation.GET);

        assertThat(scene.push(SyncOptions.DEFAULT.withDryRun(true)).planned()).containsOnlyKeys(Reason.UNCHANGED);
        assertThat(scene.local.calls(Operation.GET)).isEqualTo(before + 1);
        assertThat(scene.push().planned()).containsOnlyKeys(Reason.UNCHANGED);
        assertThat(scene.local.calls(Operation.GET))
                .as("a dry run notes nothing")
                .isEqualTo(before + 2);
        assertThat(scene.push().planned()).containsOnlyKeys(Reason.UNCHANGED);
        assertThat(scene.local.calls(Operation.GET)).isEqualTo(before + 2);
        assertThat(scene.remote.calls(Operation.GET)).isZero();
    }

    @Test
    void what_is_still_in_its_tick_when_it_is_read_again_is_not_trusted_yet() {
        Path file = storage.resolve("a");
        write(file, "one", SyncScene.NOON);
        scene.push();
        scene.push();
        write(file, "two", SyncScene.NOON);

        assertThat(scene.push().done(Reason.CHANGED).objects()).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // Closed after the test.
    void a_run_over_ten_thousand_settled_files_is_two_listings_and_reads_nothing() {
        scene.close();
        scene = new SyncScene(
                new InMemoryAdapter(scene.clock, Abilities.allWithout(Capability.USER_METADATA, Capability.KEY_SEEK)),
                new InMemoryAdapter(scene.clock));
        IntStream.range(0, 10_000).forEach(i -> scene.put(scene.local, "f" + i, "content", SyncScene.NOON));
        pass(Duration.ofSeconds(10));
        scene.push();
        long before = scene.local.calls(Operation.GET);
        long lists = scene.local.calls(Operation.LIST);

        SyncReport settled = scene.push();
        assertThat(settled.planned(Reason.UNCHANGED).objects()).isEqualTo(10_000);
        assertThat(scene.local.calls(Operation.GET)).isEqualTo(before);
        assertThat(scene.local.calls(Operation.LIST)).isEqualTo(lists + 1);
        assertThat(scene.remote.calls().keySet()).isEqualTo(Set.of(Operation.LIST, Operation.PUT));
    }
}
