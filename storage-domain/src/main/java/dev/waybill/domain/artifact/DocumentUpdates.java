package dev.waybill.domain.artifact;

import dev.waybill.port.Capability;
import dev.waybill.port.Etag;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import java.util.Optional;

/// Changes documents that others change too, so that no change is lost: by writing only over the version that was read,
/// where the store can, else under a lease.
final class DocumentUpdates {
    private static final int MOST_ATTEMPTS = 1000;

    private final IObjectStorageAdapter store;
    private final Documents documents;
    private final Leases leases;
    private final Pauses pauses;

    DocumentUpdates(IObjectStorageAdapter store, Documents documents, RepositorySettings settings) {
        this.store = store;
        this.documents = documents;
        this.leases = new Leases(store, documents, settings);
        this.pauses = new Pauses(settings);
    }

    /// Makes the new text of a document of the one that is there now, or of nothing. It may be asked several times.
    interface Change {
        /// The new text; empty to leave the document as it is.
        Optional<byte[]> of(Optional<byte[]> current);
    }

    /// @throws StorageException.NotSupported if the store can keep no two writers apart
    void requirePossible() {
        if (!store.capabilities().has(Capability.PUT_IF_ABSENT)) {
            throw new StorageException.NotSupported(
                    store.store(), Optional.empty(), "writing only what is absent, which artifacts need");
        }
    }

    /// Applies a change to what is at `key` now.
    void update(ObjectKey key, Change change) throws InterruptedException {
        requirePossible();
        if (store.capabilities().has(Capability.PUT_IF_MATCH)
                && store.capabilities().has(Capability.VERSION_TOKENS)) {
            compareAndSwap(key, change);
        } else {
            underLease(key, change);
        }
    }

    private void compareAndSwap(ObjectKey key, Change change) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Optional<Documents.Raw> current = documents.raw(key);
            Optional<byte[]> next = change.of(current.map(Documents.Raw::bytes));
            if (next.isEmpty()) {
                return;
            }
            Optional<Etag> version = current.flatMap(Documents.Raw::etag);
            try {
                put(key, next.get(), version.map(Precondition::matches).orElse(Precondition.ABSENT));
                return;
            } catch (StorageException.PreconditionFailed e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
                pauses.after(attempt);
            }
        }
    }

    private void underLease(ObjectKey key, Change change) throws InterruptedException {
        try (Leases.Held held = leases.acquire(key.parent())) {
            Optional<byte[]> next = change.of(documents.raw(key).map(Documents.Raw::bytes));
            if (next.isPresent()) {
                held.requireFresh();
                put(key, next.get(), Precondition.NONE);
            }
        }
    }

    private void put(ObjectKey key, byte[] text, Precondition condition) {
        store.put(
                key,
                ObjectSource.of(text),
                PutOptions.DEFAULT.withContentType("application/json").withPrecondition(condition));
    }
}
