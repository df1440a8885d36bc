package dev.waybill.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.fixture.Abilities;
import dev.waybill.domain.transfer.GoesWhole;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.Fault;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import dev.waybill.testkit.TestSources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A large file that changed here and there moves only the parts that changed.
class SyncDeltaTest {
    private static final ObjectKey LARGE = ObjectKey.of("large.bin");
    private static final int PART = 2048;
    private static final int PARTS = 20;

    /// A folder takes no shorter parts.
    private static final int OF_FOLDERS = 4096;

    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

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

    @SuppressWarnings("MustBeClosedChecker") // Closed after the test.
    private void to(IObjectStorageAdapter remote) {
        scene.close();
        scene = new SyncScene(SyncScene.folder(folder, scene.clock), remote);
    }

    private static byte[] content(int bytes) {
        return TestSources.bytes(bytes, 1);
    }

    private void give(IObjectStorageAdapter store, byte[] bytes) {
        scene.clock.advance(Duration.ofMinutes(1));
        var options = PutOptions.DEFAULT.withContentModified(scene.clock.instant());
        store.put(LARGE, ObjectSource.of(bytes), options);
        scene.clock.advance(Duration.ofMinutes(1));
    }

    private SyncReport push(byte[] bytes) {
        give(scene.local, bytes);
        SyncReport report = scene.push();
        assertThat(report.end()).isEqualTo(new RunEnd.Completed());
        return report;
    }

    private static byte[] edited(byte[] bytes, int... offsets) {
        byte[] copy = bytes.clone();
        for (int offset : offsets) {
            copy[offset] ^= 1;
        }
        return copy;
    }

    private long moved() {
        return scene.events.stream()
                .mapToLong(event -> event instanceof SyncEvent.Moved moved ? moved.bytes() : 0)
                .sum();
    }

    private void assertPushed(byte[] bytes) {
        assertThat(SyncScene.contents(scene.remote).get(LARGE.value()))
                .isEqualTo(new String(bytes, StandardCharsets.UTF_8));
        assertThat(scene.bases.journal.all()).isEmpty();
    }

    @Test
    void one_changed_byte_moves_one_part_and_the_rest_is_copied_at_the_target() {
        byte[] bytes = content(PART * PARTS);
        push(bytes);
        assertThat(moved()).isEqualTo(bytes.length);
        byte[] edited = edited(bytes, 7 * PART + 13);

        assertThat(push(edited).isClean()).isTrue();
        assertThat(moved()).isEqualTo(PART);
        assertThat(scene.events).contains(new SyncEvent.Reused(LARGE, PARTS - 1, (long) PART * (PARTS - 1)));
        assertThat(scene.remote.calls(Operation.COPY_PART)).isEqualTo(PARTS - 1);
        assertPushed(edited);
        assertThat(scene.push().planned(Reason.UNCHANGED).objects()).isEqualTo(1);
    }

    @Test
    void each_later_version_is_compared_with_the_one_before() {
        byte[] bytes = content(PART * PARTS);
        push(bytes);
        push(edited(bytes, 0));
        push(edited(bytes, 0, 5 * PART));
        assertThat(moved()).isEqualTo(PART);

        push(edited(bytes, 5 * PART));
        assertThat(moved()).isEqualTo(PART);
        assertPushed(edited(bytes, 5 * PART));
    }

    @Test
    void what_is_appended_moves_with_the_part_that_it_makes_longer() {
        byte[] bytes = content(PART * PARTS + 5);
        push(bytes);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 2 * PART);

        push(longer);
        assertThat(moved()).isEqualTo(2 * PART + 5);
        assertPushed(longer);
    }

    @Test
    void what_is_cut_off_moves_only_the_part_that_it_makes_shorter() {
        byte[] bytes = content(PART * PARTS);
        push(bytes);
        byte[] shorter = Arrays.copyOf(bytes, PART * 10 + 5);

        push(shorter);
        assertThat(moved()).isEqualTo(5);
        assertPushed(shorter);
    }

    @Test
    void a_folder_copies_unchanged_parts_out_of_the_file_that_is_replaced() {
        to(SyncScene.folder(elsewhere, scene.clock));
        byte[] bytes = content(PART * 2 * PARTS);
        push(bytes);
        byte[] edited = edited(bytes, 3);

        push(edited);
        assertThat(moved()).isEqualTo(OF_FOLDERS);
        assertPushed(edited);
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // Closed after the test.
    void a_store_that_copies_no_parts_gets_the_whole_and_that_is_said() {
        to(new InMemoryAdapter(scene.clock, Abilities.allWithout(Capability.COPY_PART)));
        byte[] bytes = content(PART * PARTS);
        push(bytes);

        push(edited(bytes, 0));
        assertThat(moved()).isEqualTo(bytes.length);
        assertThat(scene.events).contains(new SyncEvent.WentWhole(LARGE, GoesWhole.NOT_OFFERED));
        assertPushed(edited(bytes, 0));
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // Closed after the test.
    void a_store_that_does_not_tell_versions_apart_gets_the_whole_and_that_is_said() {
        to(new InMemoryAdapter(scene.clock, Abilities.allWithout(Capability.VERSION_TOKENS)));
        byte[] bytes = content(PART * PARTS);
        push(bytes);
        assertThat(scene.events).noneMatch(SyncEvent.WentWhole.class::isInstance);

        push(edited(bytes, 0));
        assertThat(moved()).isEqualTo(bytes.length);
        assertThat(scene.events).contains(new SyncEvent.WentWhole(LARGE, GoesWhole.NO_VERSIONS));
        assertPushed(edited(bytes, 0));
    }

    @Test
    void what_replaces_a_version_whose_parts_are_not_known_goes_whole_and_that_is_said() {
        byte[] bytes = content(PART * PARTS);
        give(scene.remote, bytes);
        push(bytes);
        assertThat(moved()).isZero();

        push(edited(bytes, 0));
        assertThat(moved()).isEqualTo(bytes.length);
        assertThat(scene.events).contains(new SyncEvent.WentWhole(LARGE, GoesWhole.NOT_KNOWN));
        assertPushed(edited(bytes, 0));
    }

    @Test
    void a_store_that_refuses_to_copy_a_part_gets_the_whole_and_that_is_said_once() {
        byte[] bytes = content(PART * PARTS);
        push(bytes);
        var unknown = Fault.throwing((store, key) -> new StorageException.StoreFailure(store, key, "501", null));
        scene.remote.failEvery(Operation.COPY_PART, unknown);

        push(edited(bytes, 0));
        assertThat(moved()).isEqualTo(bytes.length);
        assertThat(scene.events)
                .containsOnlyOnce(new SyncEvent.WentWhole(LARGE, GoesWhole.REFUSED))
                .noneMatch(SyncEvent.Reused.class::isInstance);
        assertPushed(edited(bytes, 0));
    }

    @Test
    void a_new_object_goes_whole_without_a_word() {
        push(content(PART * PARTS));

        assertThat(scene.events).noneMatch(SyncEvent.WentWhole.class::isInstance);
    }

    @Test
    void a_target_that_changes_meanwhile_is_a_conflict_and_never_mixed() {
        byte[] bytes = content(PART * PARTS);
        push(bytes);
        byte[] theirs = edited(bytes, 0, PART, 2 * PART);
        give(scene.local, edited(bytes, 9 * PART));
        scene.on(event -> {
            if (event instanceof SyncEvent.Moved) {
                scene.on(other -> {});
                scene.remote.put(LARGE, ObjectSource.of(theirs), PutOptions.DEFAULT);
            }
        });

        assertThat(scene.push().conflictCount()).isEqualTo(1);
        assertPushed(theirs);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    /// Random edits, at random places, of random lengths, with a target that changes now and then.
    @ParameterizedTest
    @MethodSource("seeds")
    void after_any_edits_the_target_is_what_the_source_is_and_no_unchanged_part_moved(long seed) {
        var random = new Random(seed);
        byte[] bytes = TestSources.bytes(3 * PART + random.nextInt(20 * PART), (int) seed);
        push(bytes);
        for (int round = 0; round < 4; round++) {
            byte[] before = bytes;
            bytes = Arrays.copyOf(bytes, Math.max(3 * PART, bytes.length + random.nextInt(5 * PART) - 2 * PART));
            for (int edit = random.nextInt(4); edit > 0; edit--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            }
            boolean changed = !Arrays.equals(before, bytes);
            push(bytes);
            assertPushed(bytes);
            boolean inParts = bytes.length > 2 * PART && before.length > 2 * PART;
            if (changed && inParts) {
                assertThat(moved()).as("seed %d, round %d", seed, round).isEqualTo(different(before, bytes));
            }
        }
    }

    private static long different(byte[] before, byte[] after) {
        long bytes = 0;
        for (int at = 0; at < after.length; at += PART) {
            int end = Math.min(at + PART, after.length);
            boolean same = Math.min(at + PART, before.length) == end
                    && at < before.length
                    && Arrays.equals(before, at, end, after, at, end);
            bytes += same ? 0 : end - at;
        }
        return bytes;
    }
}
