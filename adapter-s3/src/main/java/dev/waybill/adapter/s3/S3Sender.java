package dev.waybill.adapter.s3;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.spi.SourceBody;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpResponse;

/// Sends one body, verified on the way by whatever the store offers, and hashed by nothing else.
///
/// Small bodies are read first: their checksum then fits a header, and a source that fails costs no request.
/// Larger ones are streamed, with the checksum as a trailer where the store takes one.
final class S3Sender {
    /// Up to this, bodies are read whole before they are sent.
    static final int BUFFERED_BYTES = 1 << 20;

    private static final String CONTENT_TYPE = "application/octet-stream";

    private final S3Store store;

    S3Sender(S3Store store) {
        this.store = store;
    }

    /// One request with a body.
    interface Request {
        /// Sends `body` with `headers`.
        SdkHttpResponse send(Map<String, String> headers, RequestBody body);
    }

    /// What came of a body.
    ///
    /// @param response the store's answer
    /// @param checksum of the bytes, in the algorithm the store was sent one in
    /// @param md5 of the bytes, where the store was sent none and its etag has to be held against it
    record Sent(SdkHttpResponse response, Optional<Checksum> checksum, Optional<Checksum> md5) {}

    /// Sends the first `length` of `bytes`.
    ///
    /// @param kept in which algorithm the store keeps a checksum, if in any
    /// @param known a checksum of the bytes that is known already
    Sent sendBytes(
            byte[] bytes, int length, Optional<ChecksumAlgorithm> kept, Optional<Checksum> known, Request request) {
        var headers = headers();
        Optional<Checksum> checksum = kept.map(algorithm ->
                known.filter(k -> k.algorithm() == algorithm).orElseGet(() -> hash(algorithm, bytes, length)));
        checksum.ifPresent(c -> headers.put(S3Checksums.header(c.algorithm()), c.toBase64()));
        if (store.profile().checksum() == S3ChecksumPolicy.MD5) {
            headers.put(
                    "Content-MD5", hash(ChecksumAlgorithm.MD5, bytes, length).toBase64());
        }
        var body =
                RequestBody.fromContentProvider(() -> new ByteArrayInputStream(bytes, 0, length), length, CONTENT_TYPE);
        return new Sent(request.send(headers, body), checksum, Optional.empty());
    }

    static Checksum hash(ChecksumAlgorithm algorithm, byte[] bytes, int length) {
        var hasher = ContentHasher.of(algorithm);
        hasher.update(bytes, 0, length);
        return hasher.finish();
    }

    /// Sends all of `source`, which has `length` bytes or fails.
    ///
    /// @param kept in which algorithm the store keeps a checksum, if in any
    /// @param expected what the bytes must hash to
    Sent send(
            ObjectKey key,
            ObjectSource source,
            long length,
            Optional<ChecksumAlgorithm> kept,
            Optional<Checksum> expected,
            Request request) {
        if (length <= BUFFERED_BYTES) {
            byte[] bytes = SourceBody.readAll(store.id(), key, source, (int) length);
            SourceBody.verify(store.id(), key, bytes, expected);
            return sendBytes(bytes, bytes.length, kept, expected, request);
        }
        return stream(key, source, length, kept, expected, request);
    }

    private Sent stream(
            ObjectKey key,
            ObjectSource source,
            long length,
            Optional<ChecksumAlgorithm> kept,
            Optional<Checksum> expected,
            Request request) {
        boolean md5 = store.profile().checksum() == S3ChecksumPolicy.MD5
                && store.profile().streamedMd5();
        Optional<ChecksumAlgorithm> trailer = store.profile().trailers() ? kept : Optional.empty();
        var hashed = EnumSet.noneOf(ChecksumAlgorithm.class);
        trailer.ifPresent(hashed::add);
        if (md5) {
            hashed.add(ChecksumAlgorithm.MD5);
        }
        Function<SourceBody, InputStream> framing =
                body -> trailer.isPresent() ? new TrailerBody(body, length, trailer.get()) : body;
        try (var body = new S3StreamedBody(store.id(), key, source, length, hashed, expected, framing)) {
            long sentBytes = trailer.isPresent() ? TrailerBody.framedLength(length, trailer.get()) : length;
            var headers = trailer.isPresent() ? framedHeaders(length, trailer.get()) : headers();
            SdkHttpResponse response;
            try {
                response = request.send(headers, RequestBody.fromContentProvider(body, sentBytes, CONTENT_TYPE));
            } catch (StorageException e) {
                throw body.failure().orElse(e);
            }
            return new Sent(
                    response,
                    trailer.map(body::checksum),
                    md5 ? Optional.of(body.checksum(ChecksumAlgorithm.MD5)) : Optional.empty());
        }
    }

    private static Map<String, String> framedHeaders(long length, ChecksumAlgorithm trailer) {
        var headers = headers();
        headers.put(S3Signer.CONTENT_SHA256, S3Signer.UNSIGNED_TRAILER);
        headers.put("Content-Encoding", "aws-chunked");
        headers.put("x-amz-decoded-content-length", Long.toString(length));
        headers.put("x-amz-trailer", S3Checksums.header(trailer));
        headers.put("x-amz-sdk-checksum-algorithm", trailer.name());
        return headers;
    }

    /// What the caller is told, once it has undone it, where the store has something else than was sent.
    Optional<CorruptContent> mismatch(ObjectKey key, Sent sent) {
        return sent.md5()
                .flatMap(md5 -> S3Checksums.ofEtag(sent.response(), store.profile())
                        .filter(stored -> !stored.equals(md5))
                        .map(stored -> new CorruptContent(
                                store.id(), key, "sent was " + md5 + ", what arrived was " + stored, null)));
    }

    private static Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put(S3Signer.CONTENT_SHA256, S3Signer.UNSIGNED);
        return headers;
    }

    /// The declared length of `source`, if it fits `most`.
    ///
    /// @throws StorageException.QuotaExceeded if it does not
    OptionalLong length(ObjectKey key, ObjectSource source, long most) {
        var length = source.length();
        if (length.isPresent() && length.getAsLong() > most) {
            throw tooLarge(key, length.getAsLong() + " bytes", most);
        }
        return length;
    }

    StorageException.QuotaExceeded tooLarge(ObjectKey key, String size, long most) {
        return new StorageException.QuotaExceeded(
                store.id(), Optional.of(key), size + " in one call, more than the " + most + " it takes", null);
    }
}
