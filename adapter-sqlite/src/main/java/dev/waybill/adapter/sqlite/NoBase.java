package dev.waybill.adapter.sqlite;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.sync.FileHashes;
import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncBaseChange;
import dev.waybill.domain.sync.SyncedObject;
import dev.waybill.domain.transfer.TransferJournal;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Nothing was ever synced, and nothing is to be noted.
final class NoBase implements SyncBase {
    @Override
    @MustBeClosed
    public Stream<SyncedObject> entries(KeyPrefix prefix) {
        return Stream.empty();
    }

    @Override
    public Optional<SyncedObject> entry(ObjectKey key) {
        return Optional.empty();
    }

    @Override
    public void apply(List<SyncBaseChange> changes) {
        throw new IllegalStateException("this base was opened only to be read");
    }

    @Override
    public TransferJournal transfers() {
        return new NoJournal();
    }

    @Override
    public FileHashes hashes() {
        return new NoFileHashes();
    }

    @Override
    public void close() {}
}
