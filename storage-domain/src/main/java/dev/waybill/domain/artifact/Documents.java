package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.MalformedDocument;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;

/// Reads the small documents of a repository, each whole, none longer than what a document may be.
final class Documents {
    /// The longest document that is read: the manifest of some 200,000 files.
    static final int MOST_BYTES = 64 << 20;

    private final IObjectStorageAdapter store;
    private final int mostBytes;

    Documents(IObjectStorageAdapter store) {
        this(store, MOST_BYTES);
    }

    Documents(IObjectStorageAdapter store, int mostBytes) {
        this.store = store;
        this.mostBytes = mostBytes;
    }

    /// The bytes of a document and the version they are of.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Raw(byte[] bytes, Optional<Etag> etag) {}

    /// Makes a document of its bytes.
    interface Reading<T> {
        T read(byte[] bytes) throws MalformedDocument;
    }

    /// What is at `key` now.
    ///
    /// @throws ArtifactFailure.Malformed if it is too long to be a document
    Optional<Raw> raw(ObjectKey key) {
        try (ObjectContent content = store.get(key, GetOptions.WHOLE)) {
            if (content.range().length() > mostBytes) {
                throw new ArtifactFailure.Malformed(
                        store.store(),
                        key,
                        "it has " + content.range().length() + " bytes, and a document has at most " + mostBytes);
            }
            return Optional.of(
                    new Raw(content.stream().readAllBytes(), content.metadata().etag()));
        } catch (StorageException.ObjectNotFound e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure(key, e);
        }
    }

    /// The document at `key`.
    ///
    /// @throws ArtifactFailure.Malformed if what is there is none
    <T> Optional<T> read(ObjectKey key, Reading<T> reading) {
        Optional<Raw> raw = raw(key);
        return raw.isEmpty() ? Optional.empty() : Optional.of(of(key, raw.get().bytes(), reading));
    }

    /// The document that `bytes` are, which lie at `key`.
    ///
    /// @throws ArtifactFailure.Malformed if they are none
    <T> T of(ObjectKey key, byte[] bytes, Reading<T> reading) {
        try {
            return reading.read(bytes);
        } catch (MalformedDocument e) {
            throw new ArtifactFailure.Malformed(store.store(), key, String.valueOf(e.getMessage()));
        }
    }

    private StorageException failure(ObjectKey key, IOException e) {
        if (e.getCause() instanceof StorageException cause) {
            return cause;
        }
        return e instanceof InterruptedIOException
                ? new StorageException.Cancelled(store.store(), Optional.of(key), e)
                : new StorageException.StoreFailure(store.store(), Optional.of(key), "reading broke off", e);
    }
}
