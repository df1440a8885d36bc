package dev.waybill.domain.sync.trash;

import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.domain.transfer.TransferOptions;
import dev.waybill.domain.transfer.TransferProgress;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// The trash of one run in one store. Any number of threads may call it.
///
/// A store that can, copies by itself; for one that cannot, the bytes go through this process and are verified on the
/// way. Either way a copy is whole and of the version asked for, or it fails.
public final class Trash {
    private final IObjectStorageAdapter store;
    private final TransferEngine engine;
    private final RunCard card;
    private boolean begun;

    /// @param store where the run replaces and deletes; not closed by this
    /// @param card whose trash it is
    public Trash(IObjectStorageAdapter store, TransferEngine engine, RunCard card) {
        this.store = store;
        this.engine = engine;
        this.card = card;
    }

    /// Copies `version` into the trash. When this returns the copy is there, and it may be replaced or deleted.
    ///
    /// @return the copy's key
    /// @throws StorageException.PreconditionFailed if what is at the key is no longer that version
    /// @throws StorageException if it cannot be kept; then it must stay
    public ObjectKey keep(ObjectMetadata version) {
        begin();
        ObjectKey key = version.key();
        Optional<ObjectKey> plain =
                TrashKeys.plain(card.run(), key, store.capabilities().maxKeyBytes());
        if (plain.isPresent()) {
            try {
                return copy(version, plain.get());
            } catch (StorageException.KeyRejected e) {
                // The store has bounds of its own; the short name is left.
            }
        }
        ObjectKey hashed = TrashKeys.hashed(card.run(), key);
        write(TrashKeys.keyOf(hashed), key.value().getBytes(StandardCharsets.UTF_8));
        return copy(version, hashed);
    }

    private ObjectKey copy(ObjectMetadata version, ObjectKey to) {
        try {
            engine.copy(store, version, store, to, TransferOptions.DEFAULT, TransferProgress.NONE);
            return to;
        } catch (StorageException.ObjectNotFound gone) {
            throw new StorageException.PreconditionFailed(
                    store.store(), version.key(), "still the version to be kept", gone);
        }
    }

    private synchronized void begin() {
        if (!begun) {
            write(TrashKeys.card(card.run()), card.toBytes());
            begun = true;
        }
    }

    private void write(ObjectKey key, byte[] bytes) {
        ObjectMetadata unused = store.put(key, ObjectSource.of(bytes), PutOptions.DEFAULT);
    }

    /// The run is over. That this cannot be noted changes nothing about what is kept: expiry then goes by the run's
    /// begin.
    public synchronized void end(Instant when) {
        if (!begun || Thread.currentThread().isInterrupted()) {
            return;
        }
        try {
            write(TrashKeys.card(card.run()), card.ended(when).toBytes());
        } catch (StorageException e) {
            begun = false;
        }
    }
}
