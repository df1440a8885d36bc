package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.transfer.PartSums;
import dev.waybill.domain.transfer.TransferJournal;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is known of the parts of a version is there for the next run.
class PartSumsTest {
    private static final StoreId REMOTE = new StoreId("s3", "bucket/prefix");
    private static final SyncPair PAIR = new SyncPair(new StoreId("file", "/a"), REMOTE);
    private static final ObjectKey KEY = ObjectKey.of("models/größe.bin");

    @TempDir
    private Path folder;

    private void with(Consumer<TransferJournal> work) {
        var store = new SqliteSyncBaseStore(folder.resolve("state.db"), warning -> {});
        try (SyncBase base = store.open(PAIR)) {
            work.accept(base.transfers());
        }
    }

    private static PartSums sums(String version, ChecksumAlgorithm algorithm) {
        var parts = IntStream.range(0, 300)
                .mapToObj(i -> ContentHasher.hash(algorithm, (version + i).getBytes(StandardCharsets.UTF_8)))
                .toList();
        return new PartSums(REMOTE, KEY, new Etag(version), 299 * 4096L + 1, 4096, parts);
    }

    @Test
    void they_are_there_in_full_in_the_next_run_and_only_of_their_object() {
        for (var algorithm : new ChecksumAlgorithm[] {ChecksumAlgorithm.CRC64NVME, ChecksumAlgorithm.SHA256}) {
            PartSums kept = sums("v1", algorithm);
            with(journal -> journal.keep(kept));

            with(journal -> {
                assertThat(journal.sums(REMOTE, KEY)).contains(kept);
                assertThat(journal.sums(REMOTE, ObjectKey.of("models"))).isEqualTo(Optional.empty());
                assertThat(journal.sums(PAIR.local(), KEY)).isEqualTo(Optional.empty());
            });
        }
    }

    @Test
    void those_of_a_later_version_take_their_place() {
        PartSums later = sums("v2", ChecksumAlgorithm.CRC64NVME);
        with(journal -> journal.keep(sums("v1", ChecksumAlgorithm.CRC64NVME)));
        with(journal -> journal.keep(later));

        with(journal -> assertThat(journal.sums(REMOTE, KEY)).contains(later));
    }
}
