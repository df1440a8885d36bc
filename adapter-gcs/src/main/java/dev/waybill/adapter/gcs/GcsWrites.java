package dev.waybill.adapter.gcs;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.services.storage.model.StorageObject;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.QuotaExceeded;
import dev.waybill.port.StorageException.SourceFailed;
import dev.waybill.port.spi.KeptMetadata;
import dev.waybill.port.spi.SourceBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/// Stores objects in one call: small ones in one request with their checksum, larger ones by a resumable upload
/// whose last bytes go only when the whole is known to be right.
final class GcsWrites {
    /// Up to this, bodies are read whole before they are sent.
    static final int BUFFERED_BYTES = 1 << 20;

    /// How much of a source of unknown length is held in memory at once.
    static final int CHUNK_BYTES = 8 << 20;

    private final GcsStore store;
    private final GcsSender sender;
    private final GcsDeletes deletes;

    GcsWrites(GcsStore store, GcsSender sender, GcsDeletes deletes) {
        this.store = store;
        this.sender = sender;
        this.deletes = deletes;
    }

    ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        String name = store.name(key);
        var resource =
                GcsMetadata.resource(name, options.contentType(), GcsMetadata.toEntries(KeptMetadata.of(options)));
        var length = source.length();
        if (length.isEmpty()) {
            return GcsMetadata.of(store.id(), key, putUnknown(key, source, resource, options));
        }
        requireRoom(key, length.getAsLong());
        var stored = length.getAsLong() <= BUFFERED_BYTES
                ? putBytes(
                        key, SourceBody.readAll(store.id(), key, source, (int) length.getAsLong()), resource, options)
                : putStream(key, source, length.getAsLong(), resource, options);
        return GcsMetadata.of(store.id(), key, stored);
    }

    private void requireRoom(ObjectKey key, long bytes) {
        if (bytes > GcsLimits.MAX_OBJECT_BYTES) {
            throw new QuotaExceeded(
                    store.id(),
                    Optional.of(key),
                    bytes + " bytes, more than the " + GcsLimits.MAX_OBJECT_BYTES + " it takes",
                    null);
        }
    }

    private StorageObject putBytes(ObjectKey key, byte[] bytes, StorageObject resource, PutOptions options) {
        SourceBody.verify(store.id(), key, bytes, options.checksum());
        var crc32c = ContentHasher.hash(ChecksumAlgorithm.CRC32C, bytes);
        resource.setCrc32c(crc32c.toBase64());
        return verified(key, sender.multipart(key, resource, bytes, options.precondition()), bytes.length, crc32c);
    }

    /// `stored`, if it is what was sent: a server that only looks like Cloud Storage may not have held it against the
    /// checksum that went along. Else it is taken back.
    private StorageObject verified(ObjectKey key, StorageObject stored, long length, Checksum crc32c) {
        try {
            GcsMetadata.requireStored(store.id(), key, stored, length, crc32c);
            return stored;
        } catch (CorruptContent e) {
            throw deletes.takenBack(key, stored, e);
        }
    }

    private StorageObject putStream(
            ObjectKey key, ObjectSource source, long length, StorageObject resource, PutOptions options) {
        try (InputStream in = SourceBody.open(store.id(), key, source)) {
            var body =
                    new SourceBody(store.id(), key, in, length, Set.of(ChecksumAlgorithm.CRC32C), options.checksum());
            var session = GcsSession.start(store, sender, key, resource, options.precondition());
            StorageObject stored;
            try {
                long head = (length - 1) / GcsLimits.CHUNK_GRAIN * GcsLimits.CHUNK_GRAIN;
                session.send(new SourceContent(body, head, null), 0, head, Optional.of(length));
                byte[] tail = body.readNBytes((int) (length - head));
                if (body.read() >= 0) {
                    throw new SourceFailed(store.id(), key, "it goes on behind its declared length", null);
                }
                stored = session.finish(tail, head, body.checksum(ChecksumAlgorithm.CRC32C));
            } catch (StorageException e) {
                throw abandoned(session, body.failure().orElse(e));
            } catch (IOException e) {
                throw abandoned(
                        session,
                        body.failure().orElseGet(() -> new SourceFailed(store.id(), key, String.valueOf(e), e)));
            }
            return verified(key, stored, length, body.checksum(ChecksumAlgorithm.CRC32C));
        } catch (IOException e) {
            throw new SourceFailed(store.id(), key, "it could not be closed: " + e.getMessage(), e);
        }
    }

    private static StorageException abandoned(GcsSession session, StorageException reason) {
        session.abandon(reason);
        return reason;
    }

    private StorageObject putUnknown(ObjectKey key, ObjectSource source, StorageObject resource, PutOptions options) {
        try (InputStream in = SourceBody.open(store.id(), key, source)) {
            byte[] first = readChunk(key, in);
            return first.length < CHUNK_BYTES
                    ? putBytes(key, first, resource, options)
                    : putChunks(key, first, in, resource, options);
        } catch (IOException e) {
            throw new SourceFailed(store.id(), key, "it could not be closed: " + e.getMessage(), e);
        }
    }

    private StorageObject putChunks(
            ObjectKey key, byte[] first, InputStream in, StorageObject resource, PutOptions options) {
        var session = GcsSession.start(store, sender, key, resource, options.precondition());
        try {
            var crc32c = ContentHasher.of(ChecksumAlgorithm.CRC32C);
            var expected = options.checksum().map(c -> ContentHasher.of(c.algorithm()));
            long offset = 0;
            byte[] chunk = first;
            while (true) {
                requireRoom(key, offset + chunk.length);
                crc32c.update(chunk, 0, chunk.length);
                if (expected.isPresent()) {
                    expected.get().update(chunk, 0, chunk.length);
                }
                byte[] next = chunk.length < CHUNK_BYTES ? new byte[0] : readChunk(key, in);
                if (next.length == 0) {
                    requireExpected(key, options.checksum(), expected.map(ContentHasher::finish));
                    var whole = crc32c.finish();
                    return verified(key, session.finish(chunk, offset, whole), offset + chunk.length, whole);
                }
                session.send(new ByteArrayContent(null, chunk), offset, chunk.length, Optional.empty());
                offset += chunk.length;
                chunk = next;
            }
        } catch (StorageException e) {
            throw abandoned(session, e);
        }
    }

    private void requireExpected(ObjectKey key, Optional<Checksum> expected, Optional<Checksum> found) {
        if (!expected.equals(found)) {
            throw new CorruptContent(
                    store.id(), key, "expected " + expected.orElseThrow() + ", read " + found.orElseThrow(), null);
        }
    }

    private byte[] readChunk(ObjectKey key, InputStream in) {
        if (Thread.currentThread().isInterrupted()) {
            throw new Cancelled(store.id(), Optional.of(key), null);
        }
        try {
            return in.readNBytes(CHUNK_BYTES);
        } catch (IOException | RuntimeException e) {
            throw Thread.currentThread().isInterrupted()
                    ? new Cancelled(store.id(), Optional.of(key), e)
                    : new SourceFailed(store.id(), key, "it could not be read: " + e.getMessage(), e);
        }
    }
}
