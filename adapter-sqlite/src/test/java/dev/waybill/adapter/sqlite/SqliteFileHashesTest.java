package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.sync.FileHashes;
import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.FileIdentity;
import dev.waybill.port.StoreId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Checksums of files are there for the next run, for exactly the file they are of.
class SqliteFileHashesTest {
    private static final SyncPair PAIR = new SyncPair(new StoreId("file", "/a"), new StoreId("s3", "bucket"));
    private static final Instant TIME = Instant.parse("2026-11-20T12:00:00.123456789Z");
    private static final FileIdentity FILE = new FileIdentity("fd00:1a", 7, TIME, Optional.of(TIME.plusNanos(1)));
    private static final Checksum CRC = new Checksum(ChecksumAlgorithm.CRC32C, "01020304");
    private static final Checksum MD5 = new Checksum(ChecksumAlgorithm.MD5, "0123456789abcdef0123456789abcdef");

    @TempDir
    private Path folder;

    private void with(Consumer<FileHashes> work) {
        var store = new SqliteSyncBaseStore(folder.resolve("state.db"), warning -> {});
        try (SyncBase base = store.open(PAIR)) {
            work.accept(base.hashes());
        }
    }

    private void assertFound(FileIdentity file, ChecksumAlgorithm algorithm, Optional<Checksum> expected) {
        with(hashes -> assertThat(hashes.find(file, algorithm)).isEqualTo(expected));
    }

    @Test
    void a_checksum_is_there_in_the_next_run_in_each_algorithm_it_was_computed_in() {
        with(hashes -> {
            hashes.add(FILE, CRC, TIME);
            hashes.add(FILE, MD5, TIME);
        });

        assertFound(FILE, ChecksumAlgorithm.CRC32C, Optional.of(CRC));
        assertFound(FILE, ChecksumAlgorithm.MD5, Optional.of(MD5));
        assertFound(FILE, ChecksumAlgorithm.SHA256, Optional.empty());
    }

    @Test
    void a_file_without_a_time_of_change_is_known_by_the_rest() {
        var plain = new FileIdentity("1a", 7, TIME, Optional.empty());
        with(hashes -> hashes.add(plain, CRC, TIME));

        assertFound(plain, ChecksumAlgorithm.CRC32C, Optional.of(CRC));
        assertFound(new FileIdentity("1a", 7, TIME, Optional.of(TIME)), ChecksumAlgorithm.CRC32C, Optional.empty());
    }

    @Test
    void a_nanosecond_a_byte_or_another_number_makes_another_file() {
        with(hashes -> hashes.add(FILE, CRC, TIME));

        Optional<Instant> changed = FILE.changed();
        for (var other : List.of(
                new FileIdentity("fd00:1b", 7, TIME, changed),
                new FileIdentity("fd00:1a", 8, TIME, changed),
                new FileIdentity("fd00:1a", 7, TIME.plusNanos(1), changed),
                new FileIdentity("fd00:1a", 7, TIME, Optional.of(TIME)),
                new FileIdentity("fd00:1a", 7, TIME, Optional.empty()))) {
            assertFound(other, ChecksumAlgorithm.CRC32C, Optional.empty());
        }
    }

    @Test
    void a_later_version_takes_the_place_of_the_one_before() {
        var edited = new FileIdentity(FILE.file(), 9, TIME.plusSeconds(9), FILE.changed());
        with(hashes -> hashes.add(FILE, MD5, TIME));
        with(hashes -> hashes.add(edited, new Checksum(ChecksumAlgorithm.MD5, "f".repeat(32)), TIME));

        assertFound(FILE, ChecksumAlgorithm.MD5, Optional.empty());
        assertFound(edited, ChecksumAlgorithm.MD5, Optional.of(new Checksum(ChecksumAlgorithm.MD5, "f".repeat(32))));
    }

    @Test
    void what_took_long_to_read_is_written_at_once() {
        var large = new FileIdentity("fd00:1a", 1L << 30, TIME, Optional.empty());
        with(hashes -> {
            hashes.add(large, CRC, TIME);
            assertThat(hashes.find(large, ChecksumAlgorithm.CRC32C)).contains(CRC);
        });
    }

    @Test
    void what_was_not_read_again_for_half_a_year_is_dropped() {
        with(hashes -> hashes.add(FILE, CRC, TIME));
        var newer = new FileIdentity("fd00:2", 1, TIME, Optional.empty());
        with(hashes -> hashes.add(newer, CRC, TIME.plus(Duration.ofDays(179))));
        assertFound(FILE, ChecksumAlgorithm.CRC32C, Optional.of(CRC));

        with(hashes -> hashes.add(newer, CRC, TIME.plus(Duration.ofDays(181))));
        assertFound(FILE, ChecksumAlgorithm.CRC32C, Optional.empty());
        assertFound(newer, ChecksumAlgorithm.CRC32C, Optional.of(CRC));
    }

    @Test
    void a_base_opened_to_be_read_knows_what_there_is_and_keeps_nothing() {
        with(hashes -> hashes.add(FILE, CRC, TIME));
        var store = new SqliteSyncBaseStore(folder.resolve("state.db"), warning -> {});
        try (SyncBase base = store.openReadOnly(PAIR)) {
            assertThat(base.hashes().find(FILE, ChecksumAlgorithm.CRC32C)).contains(CRC);
            base.hashes().add(FILE, MD5, TIME);
        }

        assertFound(FILE, ChecksumAlgorithm.MD5, Optional.empty());
    }
}
