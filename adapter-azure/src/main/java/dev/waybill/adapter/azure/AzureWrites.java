package dev.waybill.adapter.azure;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.QuotaExceeded;
import dev.waybill.port.StorageException.SourceFailed;
import dev.waybill.port.spi.KeptMetadata;
import dev.waybill.port.spi.SourceBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Stores objects in one call.
final class AzureWrites {
    /// How much of a source of unknown length is held in memory; what is longer goes in blocks of this size.
    static final int PIECE_BYTES = 8 << 20;

    private static final String DEFAULT_TYPE = "application/octet-stream";

    private final AzureStore store;
    private final AzureSender sender;
    private final AzureBlocks blocks;

    AzureWrites(AzureStore store, AzureSender sender, AzureBlocks blocks) {
        this.store = store;
        this.sender = sender;
        this.blocks = blocks;
    }

    /// What an object gets beside its bytes, and under which condition.
    ///
    /// @param headers further ones of the object
    record Target(
            ObjectKey key,
            Precondition precondition,
            Optional<String> contentType,
            KeptMetadata kept,
            Map<String, String> headers) {
        static Target of(ObjectKey key, PutOptions options) {
            return new Target(key, options.precondition(), options.contentType(), KeptMetadata.of(options), Map.of());
        }

        /// The same, keeping an MD5 of the whole that the service cannot know.
        Target withMd5(Optional<Checksum> md5) {
            var more = new LinkedHashMap<>(headers);
            md5.ifPresent(checksum -> more.put(AzureRequest.BLOB_MD5, checksum.toBase64()));
            return new Target(key, precondition, contentType, kept, more);
        }

        String type() {
            return contentType.orElse(DEFAULT_TYPE);
        }

        /// `request` with all this in it.
        AzureRequest on(AzureRequest request, Optional<Checksum> whole) {
            return request.under(precondition)
                    .header(AzureRequest.BLOB_CONTENT_TYPE, type())
                    .headers(AzureMetadata.toHeaders(kept, whole))
                    .headers(headers);
        }
    }

    ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        store.requireWritable(key);
        var target = Target.of(key, options);
        var length = source.length();
        if (length.isEmpty()) {
            return putUnknown(target, source, options.checksum());
        }
        if (length.getAsLong() > AzureLimits.MAX_PUT_BYTES) {
            throw tooLarge(key, length.getAsLong() + " bytes");
        }
        if (length.getAsLong() <= AzureSender.BUFFERED_BYTES) {
            byte[] bytes = SourceBody.readAll(store.id(), key, source, (int) length.getAsLong());
            return putBytes(target, bytes, options.checksum());
        }
        return putStreamed(target, source, length.getAsLong(), options.checksum());
    }

    /// Sends one block and commits it once the service has said that it has what was sent: a put would have replaced
    /// what is there before anybody could know.
    private ObjectMetadata putStreamed(Target target, ObjectSource source, long length, Optional<Checksum> expected) {
        var key = target.key();
        var block = AzureBlock.piece(AzureBlocks.newUpload(), 1);
        var sent = sender.send(key, source, length, expected, body -> blocks.stage(key, block, body));
        if (sent.mismatch().isPresent()) {
            throw sent.mismatch().get();
        }
        var answer = blocks.commit(target, List.of(block.id()), Optional.of(sent.checksum()));
        return written(target, length, answer, List.of(sent.checksum()));
    }

    private QuotaExceeded tooLarge(ObjectKey key, String size) {
        return new QuotaExceeded(
                store.id(),
                Optional.of(key),
                size + " in one call, more than the " + AzureLimits.MAX_PUT_BYTES + " it takes",
                null);
    }

    private AzureAnswer send(Target target, AzureSender.Body body) {
        var request = AzureRequest.put(store.url(target.key())).header(AzureRequest.BLOB_TYPE, "BlockBlob");
        return store.call(
                Optional.of(target.key()),
                AzureStore.words(target.precondition()),
                body.on(target.on(request, Optional.empty())));
    }

    /// Stores these bytes.
    ObjectMetadata putBytes(Target target, byte[] bytes, Optional<Checksum> expected) {
        SourceBody.verify(store.id(), target.key(), bytes, expected);
        var answer = send(target, AzureSender.Body.of(bytes));
        return written(target, bytes.length, answer, List.of());
    }

    /// What is there after a write that the service answered so.
    ObjectMetadata written(Target target, long size, AzureAnswer answer, List<Checksum> checksums) {
        var known = checksums.isEmpty() ? AzureObjects.checksums(Map.of(), answer.header("Content-MD5")) : checksums;
        return target.kept()
                .on(new ObjectMetadata(
                        target.key(),
                        size,
                        store.objects().modified(answer),
                        Optional.of(store.objects().etag(target.key(), answer)),
                        Optional.empty(),
                        known,
                        Optional.of(target.type()),
                        Optional.empty(),
                        Optional.empty()));
    }

    private ObjectMetadata putUnknown(Target target, ObjectSource source, Optional<Checksum> expected) {
        try (InputStream in = SourceBody.open(store.id(), target.key(), source)) {
            byte[] first = readPiece(target.key(), in);
            return first.length < PIECE_BYTES
                    ? putBytes(target, first, expected)
                    : putPieces(target, first, in, expected);
        } catch (IOException e) {
            throw new SourceFailed(store.id(), target.key(), "it could not be closed: " + e.getMessage(), e);
        }
    }

    private byte[] readPiece(ObjectKey key, InputStream in) {
        if (Thread.currentThread().isInterrupted()) {
            throw new Cancelled(store.id(), Optional.of(key), null);
        }
        try {
            return in.readNBytes(PIECE_BYTES);
        } catch (IOException | RuntimeException e) {
            throw Thread.currentThread().isInterrupted()
                    ? new Cancelled(store.id(), Optional.of(key), e)
                    : new SourceFailed(store.id(), key, "it could not be read: " + e.getMessage(), e);
        }
    }

    /// Sends block after block and commits them. Blocks of a write that fails are seen by nobody, and the
    /// service drops them after a week.
    private ObjectMetadata putPieces(Target target, byte[] first, InputStream in, Optional<Checksum> expected) {
        var key = target.key();
        var hasher = expected.map(c -> ContentHasher.of(c.algorithm()));
        var ids = new ArrayList<String>();
        String upload = AzureBlocks.newUpload();
        Optional<Checksum> whole = Optional.empty();
        long size = 0;
        for (byte[] piece = first; piece.length > 0; piece = readPiece(key, in)) {
            size += piece.length;
            if (size > AzureLimits.MAX_PUT_BYTES) {
                throw tooLarge(key, "at least " + size + " bytes");
            }
            if (hasher.isPresent()) {
                hasher.get().update(piece, 0, piece.length);
            }
            var block = AzureBlock.piece(upload, ids.size() + 1);
            blocks.stage(key, block, AzureSender.Body.of(piece));
            ids.add(block.id());
            var crc64 = ContentHasher.hash(ChecksumAlgorithm.CRC64NVME, piece);
            long bytes = piece.length;
            whole = Optional.of(whole.map(before -> ContentHasher.combine(before, crc64, bytes))
                    .orElse(crc64));
        }
        requireExpected(key, expected, hasher);
        return written(
                target, size, blocks.commit(target, ids, whole), whole.stream().toList());
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
}
