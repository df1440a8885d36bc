package dev.waybill.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.fixture.InMemoryHashes;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.FileIdentities;
import dev.waybill.port.FileIdentity;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A checksum that is remembered is that of the bytes that are there.
class HashCacheTest {
    private static final Instant NOON = SyncScene.NOON;
    private static final ChecksumAlgorithm ALGORITHM = ChecksumAlgorithm.CRC64NVME;
    private static final ObjectKey KEY = ObjectKey.of("a");

    private final ManualClock clock = new ManualClock(NOON);
    private final IObjectStorageAdapter store = new InMemoryAdapter(clock);
    private final InMemoryHashes hashes = new InMemoryHashes();
    private final Map<ObjectKey, Disk> disk = new HashMap<>();
    private long reads;

    /// A file as a file system has it whose clock goes on in steps.
    private record Disk(String content, FileIdentity identity) {}

    @AfterEach
    void close_the_store() {
        store.close();
    }

    private HashCache cache() {
        FileIdentities identities =
                version -> Optional.ofNullable(disk.get(version.key())).map(Disk::identity);
        return new HashCache(Map.of(store.store(), identities), hashes, clock);
    }

    private ObjectMetadata version(ObjectKey key) {
        return store.put(key, ObjectSource.of(new byte[0]), PutOptions.DEFAULT);
    }

    private Checksum checksum(ObjectKey key) {
        return cache().of(store.store(), version(key), ALGORITHM, () -> {
            reads++;
            return hash(key);
        });
    }

    private Checksum hash(ObjectKey key) {
        return ContentHasher.hash(
                ALGORITHM,
                disk.getOrDefault(key, new Disk("", file(NOON, NOON))).content().getBytes(StandardCharsets.UTF_8));
    }

    private static FileIdentity file(Instant modified, Instant changed) {
        return new FileIdentity("1:2", 3, modified, Optional.of(changed));
    }

    @Test
    void what_did_not_change_is_read_once() {
        disk.put(KEY, new Disk("one", file(NOON.minusSeconds(60), NOON.minusSeconds(60))));

        assertThat(checksum(KEY)).isEqualTo(hash(KEY));
        assertThat(checksum(KEY)).isEqualTo(hash(KEY));
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void an_edit_of_the_same_size_in_the_tick_in_which_the_file_was_read_is_seen() {
        var inThisTick = file(NOON, NOON);
        disk.put(KEY, new Disk("one", inThisTick));
        checksum(KEY);
        disk.put(KEY, new Disk("two", inThisTick));
        clock.advance(Duration.ofDays(1));

        assertThat(checksum(KEY)).isEqualTo(hash(KEY));
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void an_edit_whose_time_was_put_back_is_seen_by_the_time_that_no_program_sets() {
        Instant old = NOON.minus(Duration.ofDays(9));
        disk.put(KEY, new Disk("one", file(old, old)));
        checksum(KEY);
        disk.put(KEY, new Disk("two", file(old, NOON)));

        assertThat(checksum(KEY)).isEqualTo(hash(KEY));
    }

    @Test
    void an_old_time_on_a_file_that_was_changed_in_this_tick_is_not_believed() {
        var putBack = file(NOON.minus(Duration.ofDays(9)), NOON);
        disk.put(KEY, new Disk("one", putBack));
        checksum(KEY);

        assertThat(hashes.size()).isZero();
    }

    @Test
    void a_file_that_cannot_be_told_from_others_is_read_each_time() {
        checksum(KEY);
        checksum(KEY);

        assertThat(reads).isEqualTo(2);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 200);
    }

    /// Edits, reads, times put back, numbers given again, at random moments of a clock that goes on in steps.
    @ParameterizedTest
    @MethodSource("seeds")
    void whatever_happens_between_two_reads_the_checksum_is_that_of_the_bytes(long seed) {
        var random = new Random(seed);
        var step = Duration.ofMillis(1L << random.nextInt(11));
        var told = new StringBuilder("seed " + seed + ", steps of " + step);
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(9_000) : random.nextInt(300)));
            ObjectKey key = ObjectKey.of("f" + random.nextInt(3));
            int what = random.nextInt(8);
            told.append('\n')
                    .append(clock.instant())
                    .append(' ')
                    .append(key)
                    .append(' ')
                    .append(what);
            if (what < 3 || !disk.containsKey(key)) {
                edit(key, random, step);
            } else {
                assertThat(checksum(key)).as("%s", told).isEqualTo(hash(key));
            }
        }
    }

    private void edit(ObjectKey key, Random random, Duration step) {
        long millis = clock.instant().toEpochMilli();
        Instant now = Instant.ofEpochMilli(millis - millis % step.toMillis());
        Instant modified = random.nextBoolean() ? now : NOON.plusMillis(random.nextInt(20_000));
        String content = String.valueOf((char) ('a' + random.nextInt(26))).repeat(1 + random.nextInt(2));
        var number = Integer.toString(random.nextInt(2));
        disk.put(key, new Disk(content, new FileIdentity(key + number, content.length(), modified, Optional.of(now))));
    }

    @Test
    void files_that_rest_are_read_once_among_many_that_change() {
        for (int i = 0; i < 100; i++) {
            Instant old = NOON.minusSeconds(100 + i);
            disk.put(ObjectKey.of("f" + i), new Disk("c" + i, new FileIdentity("1:" + i, 3, old, Optional.of(old))));
        }
        for (int round = 0; round < 3; round++) {
            disk.keySet().forEach(this::checksum);
        }

        assertThat(reads).isEqualTo(100);
    }
}
