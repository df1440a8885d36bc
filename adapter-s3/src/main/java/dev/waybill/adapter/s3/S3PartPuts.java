package dev.waybill.adapter.s3;

import dev.waybill.port.Capability;
import dev.waybill.port.Checksum;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.SourceFailed;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Optional;

/// Stores in parts what has no known length and is too long to be held. Any number of threads.
final class S3PartPuts {
    /// How much of a source of unknown length is held in memory; what is longer goes in parts of this size.
    static final int PART_BYTES = 8 << 20;

    private final S3Store store;
    private final S3Sender sender;
    private final S3Uploads uploads;

    S3PartPuts(S3Store store, S3Sender sender, S3Uploads uploads) {
        this.store = store;
        this.sender = sender;
        this.uploads = uploads;
    }

    /// The next part of a source; shorter than [#PART_BYTES] if it is the last one.
    byte[] read(ObjectKey key, InputStream in) {
        if (Thread.currentThread().isInterrupted()) {
            throw new Cancelled(store.id(), Optional.of(key), null);
        }
        try {
            return in.readNBytes(PART_BYTES);
        } catch (IOException | RuntimeException e) {
            throw Thread.currentThread().isInterrupted()
                    ? new Cancelled(store.id(), Optional.of(key), e)
                    : new SourceFailed(store.id(), key, "it could not be read: " + e.getMessage(), e);
        }
    }

    /// Stores what was read of a source, and the rest of it.
    ///
    /// @param first its first part
    ObjectMetadata put(ObjectKey key, byte[] first, InputStream in, PutOptions options) {
        store.requireComplete(key, options.precondition(), Capability.CONDITIONAL_COMPLETE);
        var request = UploadRequest.start(key, withoutChecksum(options), PART_BYTES);
        try (var session = uploads.open(request)) {
            try {
                var hasher = options.checksum().map(c -> ContentHasher.of(c.algorithm()));
                var parts = new ArrayList<UploadedPart>();
                long size = 0;
                for (byte[] part = first; part.length > 0; part = read(key, in)) {
                    size += part.length;
                    if (size > S3Limits.MAX_PUT_BYTES) {
                        throw sender.tooLarge(key, "at least " + size + " bytes", S3Limits.MAX_PUT_BYTES);
                    }
                    if (hasher.isPresent()) {
                        hasher.get().update(part, 0, part.length);
                    }
                    parts.add(session.putPart(parts.size() + 1, ObjectSource.of(part)));
                }
                requireExpected(key, options.checksum(), hasher);
                return session.complete(parts, Optional.empty());
            } catch (RuntimeException e) {
                abandon(session, e);
                throw e;
            }
        }
    }

    private void requireExpected(ObjectKey key, Optional<Checksum> expected, Optional<ContentHasher> hasher) {
        if (hasher.isPresent()) {
            var found = hasher.get().finish();
            if (!expected.equals(Optional.of(found))) {
                throw new CorruptContent(
                        store.id(), key, "expected " + expected.orElse(found) + ", read " + found, null);
            }
        }
    }

    /// Gives an upload up whose caller will never know its id, interrupted or not.
    static void abandon(UploadSession session, RuntimeException reason) {
        boolean interrupted = Thread.interrupted();
        try {
            session.abort();
        } catch (StorageException | IllegalStateException e) {
            reason.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static PutOptions withoutChecksum(PutOptions options) {
        return new PutOptions(
                options.precondition(),
                options.contentType(),
                options.userMetadata(),
                options.contentModified(),
                Optional.empty(),
                options.writeId());
    }
}
