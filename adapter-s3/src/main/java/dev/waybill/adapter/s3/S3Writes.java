package dev.waybill.adapter.s3;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
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
import java.util.function.Supplier;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/// Stores objects in one call of the adapter, and in one request where the length is known.
final class S3Writes {
    private static final String DEFAULT_TYPE = "application/octet-stream";

    private final S3Store store;
    private final S3Sender sender;
    private final S3PartPuts parts;
    private final S3Reads reads;
    private final S3Deletes deletes;

    S3Writes(S3Store store, S3Sender sender, S3Uploads uploads, S3Reads reads, S3Deletes deletes) {
        this.store = store;
        this.sender = sender;
        this.parts = new S3PartPuts(store, sender, uploads);
        this.reads = reads;
        this.deletes = deletes;
    }

    /// What an object gets beside its bytes, and under which condition.
    private record Target(
            ObjectKey key, Precondition precondition, Optional<String> contentType, KeptMetadata entries) {
        static Target of(ObjectKey key, PutOptions options) {
            return new Target(key, options.precondition(), options.contentType(), KeptMetadata.of(options));
        }
    }

    ObjectMetadata put(ObjectKey key, ObjectSource source, PutOptions options) {
        store.name(key);
        store.requirePut(key, options.precondition());
        var target = Target.of(key, options);
        var length = sender.length(key, source, S3Limits.MAX_PUT_BYTES);
        if (length.isEmpty()) {
            return putUnknown(key, source, options);
        }
        if (length.getAsLong() <= S3Sender.BUFFERED_BYTES) {
            byte[] bytes = SourceBody.readAll(store.id(), key, source, (int) length.getAsLong());
            return putBytes(target, bytes, options.checksum());
        }
        var request = request(target, Optional.empty());
        var sent = sender.send(
                key,
                source,
                length.getAsLong(),
                store.profile().checksum().kept(),
                options.checksum(),
                (headers, body) -> send(target, request, headers, body));
        var mismatch = sender.mismatch(key, sent);
        if (mismatch.isPresent()) {
            remove(key, store.headers().etag(key, sent.response()), mismatch.get());
            throw mismatch.get();
        }
        return stored(target, length.getAsLong(), sent, Optional.empty());
    }

    /// Removes the version that arrived as another than was sent. Where the store knows no condition on deletes
    /// it is asked first what is there: a moment remains in which another may write, against a version that
    /// nothing would ever show to be wrong.
    private void remove(ObjectKey key, Etag corrupt, CorruptContent reason) {
        try {
            if (store.profile().honours(S3Condition.DELETE_MATCH)) {
                deletes.delete(key, DeleteOptions.ifMatch(corrupt));
            } else if (reads.stat(key).flatMap(ObjectMetadata::etag).equals(Optional.of(corrupt))) {
                deletes.delete(key, DeleteOptions.ANY);
            }
        } catch (StorageException e) {
            reason.addSuppressed(e);
        }
    }

    private ObjectMetadata putBytes(Target target, byte[] bytes, Optional<Checksum> expected) {
        int length = bytes.length;
        SourceBody.verify(store.id(), target.key(), bytes, expected);
        Optional<Checksum> own = store.profile().keepsChecksumAsMetadata()
                ? Optional.of(S3Sender.hash(ChecksumAlgorithm.CRC64NVME, bytes, length))
                : Optional.empty();
        var request = request(target, own);
        var sent = sender.sendBytes(bytes, length, store.profile().checksum().kept(), expected, (headers, body) -> {
            var way = store.puts().way();
            return way.isPresent()
                    ? sendSmall(way.get(), target, own, headers, body)
                    : send(target, request, headers, body);
        });
        return stored(target, length, sent, own);
    }

    private PutObjectRequest.Builder request(Target target, Optional<Checksum> own) {
        var request = PutObjectRequest.builder()
                .bucket(store.bucket())
                .key(store.name(target.key()))
                .metadata(metadata(target, own))
                .contentType(target.contentType().orElse(DEFAULT_TYPE));
        switch (target.precondition()) {
            case Precondition.None none -> {}
            case Precondition.Absent absent -> request.ifNoneMatch("*");
            case Precondition.Matches matches -> request.ifMatch(matches.etag().toHeader());
        }
        return request;
    }

    private static Map<String, String> metadata(Target target, Optional<Checksum> own) {
        var metadata = target.entries().toEntries();
        own.ifPresent(checksum -> S3Checksums.keep(metadata, checksum.hex()));
        return metadata;
    }

    private SdkHttpResponse sendSmall(
            S3Route.Way way, Target target, Optional<Checksum> own, Map<String, String> headers, RequestBody body) {
        var all = new LinkedHashMap<>(headers);
        all.put("Content-Type", target.contentType().orElse(DEFAULT_TYPE));
        all.put("Content-Length", Long.toString(body.optionalContentLength().orElseThrow()));
        metadata(target, own).forEach((name, value) -> all.put(S3Headers.METADATA_HEADER + name, value));
        switch (target.precondition()) {
            case Precondition.None none -> {}
            case Precondition.Absent absent -> all.put("If-None-Match", "*");
            case Precondition.Matches matches ->
                all.put("If-Match", matches.etag().toHeader());
        }
        return conditional(
                target.key(),
                target.precondition(),
                () -> store.puts().send(way, store.name(target.key()), all, body.contentStreamProvider()));
    }

    private SdkHttpResponse send(
            Target target, PutObjectRequest.Builder request, Map<String, String> headers, RequestBody body) {
        var whole = request.overrideConfiguration(c -> headers.forEach(c::putHeader))
                .build();
        return conditional(
                target.key(),
                target.precondition(),
                () -> store.client().putObject(whole, body).sdkHttpResponse());
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

    private ObjectMetadata stored(Target target, long size, S3Sender.Sent sent, Optional<Checksum> own) {
        var response = sent.response();
        var checksums = new ArrayList<Checksum>();
        sent.checksum().ifPresent(checksums::add);
        own.ifPresent(checksums::add);
        for (var checksum : S3Checksums.of(response, Map.of(), store.profile())) {
            if (checksums.stream().noneMatch(c -> c.algorithm() == checksum.algorithm())) {
                checksums.add(checksum);
            }
        }
        return written(target, size, response, checksums);
    }

    private ObjectMetadata written(Target target, long size, SdkHttpResponse response, List<Checksum> checksums) {
        var metadata = new ObjectMetadata(
                target.key(),
                size,
                store.headers().modified(response),
                Optional.of(store.headers().etag(target.key(), response)),
                Optional.empty(),
                checksums,
                Optional.of(target.contentType().orElse(DEFAULT_TYPE)),
                Optional.empty(),
                Optional.empty());
        return target.entries().on(metadata);
    }

    private ObjectMetadata putUnknown(ObjectKey key, ObjectSource source, PutOptions options) {
        try (InputStream in = SourceBody.open(store.id(), key, source)) {
            byte[] first = parts.read(key, in);
            return first.length < S3PartPuts.PART_BYTES
                    ? putBytes(Target.of(key, options), first, options.checksum())
                    : parts.put(key, first, in, options);
        } catch (IOException e) {
            throw new SourceFailed(store.id(), key, "it could not be closed: " + e.getMessage(), e);
        }
    }

    /// Stores an object of no bytes.
    ///
    /// @param entries which need not be such that this adapter would write them of its own
    ObjectMetadata putEmpty(
            ObjectKey key, Precondition precondition, Optional<String> contentType, KeptMetadata entries) {
        return putBytes(new Target(key, precondition, contentType, entries), new byte[0], Optional.empty());
    }
}
