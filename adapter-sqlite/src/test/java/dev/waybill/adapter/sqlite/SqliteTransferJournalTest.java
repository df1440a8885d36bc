package dev.waybill.adapter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.transfer.LostUpload;
import dev.waybill.domain.transfer.MovedPart;
import dev.waybill.domain.transfer.TransferJournal;
import dev.waybill.domain.transfer.TransferRoute;
import dev.waybill.domain.transfer.UnfinishedTransfer;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadedPart;
import dev.waybill.port.WriteId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written down of a transfer is there for the next process.
class SqliteTransferJournalTest {
    private static final StoreId LOCAL = new StoreId("file", "/srv/somebody/ä://storage");
    private static final StoreId REMOTE = new StoreId("s3", "bucket/prefix");
    private static final SyncPair PAIR = new SyncPair(LOCAL, REMOTE);
    private static final Instant BEGUN = Instant.parse("2026-11-20T12:00:00.123456789Z");
    private static final ObjectKey KEY = ObjectKey.of("models/größe.bin");
    private static final TransferRoute ROUTE = new TransferRoute(LOCAL, KEY, REMOTE, KEY);

    @TempDir
    private Path folder;

    private <T> T with(Function<TransferJournal, T> work) {
        var store = new SqliteSyncBaseStore(folder.resolve("state.db"), warning -> {});
        try (SyncBase base = store.open(PAIR)) {
            return work.apply(base.transfers());
        }
    }

    private void write(Consumer<TransferJournal> work) {
        with(journal -> {
            work.accept(journal);
            return journal;
        });
    }

    private Optional<UnfinishedTransfer> find(TransferRoute route) {
        return with(journal -> journal.find(route));
    }

    private List<UnfinishedTransfer> unfinished(StoreId target) {
        return with(journal -> journal.unfinished(target));
    }

    private List<LostUpload> lost(StoreId target) {
        return with(journal -> journal.lost(target));
    }

    private static UnfinishedTransfer transfer(TransferRoute route, Optional<UploadId> upload, MovedPart... parts) {
        return new UnfinishedTransfer(
                route,
                "fingerprint",
                20_000_000_000L,
                1 << 24,
                Optional.of(ChecksumAlgorithm.CRC64NVME),
                Optional.of(new WriteId("write-id-1")),
                BEGUN,
                upload,
                List.of(parts));
    }

    private static MovedPart part(int number, String content) {
        byte[] bytes = content.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Checksum nvme = ContentHasher.hash(ChecksumAlgorithm.CRC64NVME, bytes);
        Checksum crc32c = ContentHasher.hash(ChecksumAlgorithm.CRC32C, bytes);
        return new MovedPart(
                new UploadedPart(number, bytes.length, new Etag("etag " + content), Optional.of(crc32c)),
                List.of(nvme, crc32c));
    }

    @Test
    void a_transfer_is_there_for_the_next_process_with_everything_written_of_it() {
        var first = part(1, "first");
        var bare = new MovedPart(new UploadedPart(2, 5, new Etag("e"), Optional.empty()), List.of());
        write(journal -> {
            journal.begin(transfer(ROUTE, Optional.empty()));
            journal.opened(ROUTE, new UploadId("upload/1~2"));
            journal.moved(ROUTE, bare);
            journal.moved(ROUTE, first);
        });

        var found = find(ROUTE);

        assertThat(found).contains(transfer(ROUTE, Optional.of(new UploadId("upload/1~2")), first, bare));
        assertThat(found.orElseThrow().bytes()).isEqualTo(10);
    }

    @Test
    void one_that_is_being_opened_is_there_without_a_name() {
        write(journal -> {
            journal.begin(transfer(ROUTE, Optional.empty()));
        });

        assertThat(find(ROUTE)).contains(transfer(ROUTE, Optional.empty()));
    }

    @Test
    void a_part_put_again_replaces_the_one_before() {
        write(journal -> {
            journal.begin(transfer(ROUTE, Optional.of(new UploadId("u"))));
            journal.moved(ROUTE, part(1, "old"));
            journal.moved(ROUTE, part(1, "newer"));
        });

        assertThat(find(ROUTE).orElseThrow().parts()).containsExactly(part(1, "newer"));
    }

    @Test
    void what_is_begun_anew_forgets_the_parts_before() {
        write(journal -> {
            journal.begin(transfer(ROUTE, Optional.of(new UploadId("u"))));
            journal.moved(ROUTE, part(1, "old"));
            journal.begin(transfer(ROUTE, Optional.empty()));
        });

        assertThat(find(ROUTE)).contains(transfer(ROUTE, Optional.empty()));
    }

    @Test
    void what_is_over_is_gone_and_others_stay() {
        var other = new TransferRoute(REMOTE, KEY, LOCAL, KEY);
        write(journal -> {
            journal.begin(transfer(ROUTE, Optional.of(new UploadId("u"))));
            journal.begin(transfer(other, Optional.of(new UploadId("v"))));
            journal.end(ROUTE);
            journal.moved(ROUTE, part(1, "late"));
        });

        assertThat(unfinished(REMOTE)).isEmpty();
        assertThat(unfinished(LOCAL)).containsExactly(transfer(other, Optional.of(new UploadId("v"))));
    }

    @Test
    void a_lost_upload_is_known_by_its_key_and_time_until_it_is_forgotten() {
        var lost = new LostUpload(REMOTE, KEY, BEGUN, BEGUN.plusSeconds(5));
        write(journal -> {
            journal.begin(transfer(ROUTE, Optional.empty()));
            journal.lose(ROUTE, BEGUN.plusSeconds(5));
        });

        assertThat(find(ROUTE)).isEmpty();
        assertThat(lost(REMOTE)).containsExactly(lost);
        assertThat(lost(LOCAL)).isEmpty();
        write(journal -> {
            journal.forget(lost);
        });
        assertThat(lost(REMOTE)).isEmpty();
    }

    @Test
    void it_can_be_read_while_a_run_has_it_and_then_not_be_changed() {
        var store = new SqliteSyncBaseStore(folder.resolve("state.db"), warning -> {});
        try (SyncBase run = store.open(PAIR)) {
            run.transfers().begin(transfer(ROUTE, Optional.of(new UploadId("u"))));
            try (SyncBase read = store.openReadOnly(PAIR)) {
                TransferJournal journal = read.transfers();
                assertThat(journal.unfinished(REMOTE)).hasSize(1);
                assertThatThrownBy(() -> journal.end(ROUTE)).isInstanceOf(IllegalStateException.class);
            }
        }
    }

    @Test
    void where_nothing_was_ever_synced_nothing_is_unfinished() {
        var store = new SqliteSyncBaseStore(folder.resolve("none.db"), warning -> {});
        try (SyncBase read = store.openReadOnly(PAIR)) {
            assertThat(read.transfers().unfinished(REMOTE)).isEmpty();
            assertThat(read.transfers().lost(REMOTE)).isEmpty();
            assertThat(read.transfers().find(ROUTE)).isEmpty();
        }
        assertThat(folder.resolve("none.db")).doesNotExist();
    }
}
