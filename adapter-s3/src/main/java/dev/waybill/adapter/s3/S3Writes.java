package dev.waybill.adapter.s3;

import dev.waybill.port.Capability;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.SourceFailed;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/// Stores objects in one call.
final class S3Writes {
    /// How much of a source of unknown length is held in memory; what is longer goes in parts of this size.
    static final int PART_BYTES = 8 << 20;

    private static final String DEFAULT_TYPE = "application/octet-stream";

    private final S3Store store;
    private final S3Sender sender;
    private final S3Uploads uploads;

    S3Writes(S3Store store, S3Sender sender, S3Uploads uploads) {
        this.store = store;
        this.sender = sender;
        this.uploads = uploads;
    }

    ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        store.requireOpen();
        store.name(key);
        store.requirePut(key, options.precondition());
        var length = sender.length(key, source, S3Limits.MAX_PUT_BYTES);
        if (length.isEmpty()) {
            return putUnknown(key, source, options);
        }
        if (length.getAsLong() <= S3Sender.BUFFERED_BYTES) {
            byte[] bytes = sender.read(key, source, (int) length.getAsLong());
            return putBytes(key, bytes, bytes.length, options);
        }
        var request = request(key, options, Optional.empty());
        var sent = sender.send(
                key,
                source,
                length.getAsLong(),
                store.profile().checksum().kept(),
                options.checksum(),
                (headers, body) -> send(key, request, options.precondition(), headers, body));
        return stored(key, length.getAsLong(), options, sent, Optional.empty());
    }

    private ObjectMetadata putBytes(ObjectKey key, byte[] bytes, int length, PutOptions options) {
        sender.verify(key, bytes, length, options.checksum());
        Optional<Checksum> own = store.profile().keepsChecksumAsMetadata()
                ? Optional.of(S3Sender.hash(ChecksumAlgorithm.CRC64NVME, bytes, length))
                : Optional.empty();
        var request = request(key, options, own);
        var sent = sender.sendBytes(
                bytes,
                length,
                store.profile().checksum().kept(),
                options.checksum(),
                (headers, body) -> send(key, request, options.precondition(), headers, body));
        return stored(key, length, options, sent, own);
    }

    private PutObjectRequest.Builder request(ObjectKey key, PutOptions options, Optional<Checksum> own) {
        var metadata = new S3Metadata.Entries(options.userMetadata(), options.contentModified(), options.writeId())
                .toHeaders();
        own.ifPresent(checksum -> S3Metadata.putChecksum(metadata, checksum.hex()));
        var request = PutObjectRequest.builder()
                .bucket(store.bucket())
                .key(store.name(key))
                .metadata(metadata)
                .contentType(options.contentType().orElse(DEFAULT_TYPE));
        switch (options.precondition()) {
            case Precondition.None none -> {}
            case Precondition.Absent absent -> request.ifNoneMatch("*");
            case Precondition.Matches matches -> request.ifMatch(matches.etag().toHeader());
        }
        return request;
    }

    private SdkHttpResponse send(
            ObjectKey key,
            PutObjectRequest.Builder request,
            Precondition precondition,
            java.util.Map<String, String> headers,
            RequestBody body) {
        var whole = request.overrideConfiguration(c -> headers.forEach(c::putHeader))
                .build();
        return conditional(
                key, precondition, () -> store.client().putObject(whole, body).sdkHttpResponse());
    }

    /// Makes a request under a condition on what is at `key`; nothing there fails a condition on a version.
    <T> T conditional(ObjectKey key, Precondition precondition, Supplier<T> request) {
        try {
            return store.call(Optional.of(key), S3Store.words(precondition), request);
        } catch (ObjectNotFound e) {
            if (precondition instanceof Precondition.Matches) {
                throw new PreconditionFailed(store.id(), key, S3Store.words(precondition), e);
            }
            throw e;
        }
    }

    private ObjectMetadata stored(
            ObjectKey key, long size, PutOptions options, S3Sender.Sent sent, Optional<Checksum> own) {
        var response = sent.response();
        var checksums = new ArrayList<Checksum>();
        sent.checksum().ifPresent(checksums::add);
        own.ifPresent(checksums::add);
        for (var checksum : S3Checksums.of(response, java.util.Map.of(), store.profile())) {
            if (checksums.stream().noneMatch(c -> c.algorithm() == checksum.algorithm())) {
                checksums.add(checksum);
            }
        }
        return written(key, size, options, response, checksums);
    }

    private ObjectMetadata written(
            ObjectKey key, long size, PutOptions options, SdkHttpResponse response, List<Checksum> checksums) {
        var metadata = new ObjectMetadata(
                key,
                size,
                store.modified(response),
                Optional.of(store.etag(key, response)),
                Optional.empty(),
                checksums,
                Optional.of(options.contentType().orElse(DEFAULT_TYPE)),
                Optional.empty(),
                Optional.empty());
        return new S3Metadata.Entries(options.userMetadata(), options.contentModified(), options.writeId())
                .on(metadata);
    }

    private ObjectMetadata putUnknown(ObjectKey key, ObjectSource source, PutOptions options) {
        try (InputStream in = sender.open(key, source)) {
            byte[] first = readPart(key, in);
            return first.length < PART_BYTES
                    ? putBytes(key, first, first.length, options)
                    : putParts(key, first, in, options);
        } catch (IOException e) {
            throw new SourceFailed(store.id(), key, "it could not be closed: " + e.getMessage(), e);
        }
    }

    private byte[] readPart(ObjectKey key, InputStream in) {
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

    private ObjectMetadata putParts(ObjectKey key, byte[] first, InputStream in, PutOptions options) {
        store.requireComplete(key, options.precondition(), Capability.CONDITIONAL_COMPLETE);
        var request = UploadRequest.start(key, withoutChecksum(options), PART_BYTES);
        try (var session = uploads.open(request)) {
            try {
                var hasher = options.checksum().map(c -> ContentHasher.of(c.algorithm()));
                var parts = new ArrayList<UploadedPart>();
                long size = 0;
                for (byte[] part = first; part.length > 0; part = readPart(key, in)) {
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
            } catch (StorageException e) {
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
    static void abandon(UploadSession session, StorageException reason) {
        boolean interrupted = Thread.interrupted();
        try {
            session.abort();
        } catch (StorageException e) {
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

    /// Stores an object of no bytes.
    ObjectMetadata putEmpty(ObjectKey key, PutOptions options) {
        return putBytes(key, new byte[0], 0, options);
    }
}
