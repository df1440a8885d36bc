package dev.waybill.domain.catalog.cache;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncBaseStore;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.domain.transfer.TransferJournal;
import dev.waybill.port.StoreId;
import java.util.Optional;

/// Where large files of a download are written down while they are under way. One thread.
final class DownloadJournal implements AutoCloseable {
    private final Optional<SyncBase> base;

    private DownloadJournal(Optional<SyncBase> base) {
        this.base = base;
    }

    /// Opens that of downloads between two stores; none where nothing can be written, as on a disk that is full.
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // closed by close
    static DownloadJournal open(SyncBaseStore journals, StoreId to, StoreId from) {
        try {
            return new DownloadJournal(Optional.of(journals.openShared(new SyncPair(to, from))));
        } catch (SyncRefused.StateUnusable unwritable) {
            return new DownloadJournal(Optional.empty());
        }
    }

    Optional<TransferJournal> transfers() {
        return base.map(SyncBase::transfers);
    }

    @Override
    public void close() {
        base.ifPresent(SyncBase::close);
    }
}
