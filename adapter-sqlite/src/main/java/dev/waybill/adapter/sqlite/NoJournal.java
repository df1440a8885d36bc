package dev.waybill.adapter.sqlite;

import dev.waybill.domain.transfer.LostUpload;
import dev.waybill.domain.transfer.MovedPart;
import dev.waybill.domain.transfer.PartSums;
import dev.waybill.domain.transfer.TransferJournal;
import dev.waybill.domain.transfer.TransferRoute;
import dev.waybill.domain.transfer.UnfinishedTransfer;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;
import dev.waybill.port.UploadId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Nothing was ever transferred, and nothing is to be written down.
final class NoJournal implements TransferJournal {
    private static IllegalStateException readOnly() {
        return new IllegalStateException("this journal was opened only to be read");
    }

    @Override
    public Optional<UnfinishedTransfer> find(TransferRoute route) {
        return Optional.empty();
    }

    @Override
    public void begin(UnfinishedTransfer transfer) {
        throw readOnly();
    }

    @Override
    public void opened(TransferRoute route, UploadId upload) {
        throw readOnly();
    }

    @Override
    public void moved(TransferRoute route, MovedPart part) {
        throw readOnly();
    }

    @Override
    public void end(TransferRoute route) {
        throw readOnly();
    }

    @Override
    public void lose(TransferRoute route, Instant until) {
        throw readOnly();
    }

    @Override
    public Optional<PartSums> sums(StoreId store, ObjectKey key) {
        return Optional.empty();
    }

    @Override
    public void keep(PartSums sums) {
        throw readOnly();
    }

    @Override
    public List<UnfinishedTransfer> unfinished(StoreId target) {
        return List.of();
    }

    @Override
    public List<LostUpload> lost(StoreId target) {
        return List.of();
    }

    @Override
    public void forget(LostUpload lost) {
        throw readOnly();
    }
}
