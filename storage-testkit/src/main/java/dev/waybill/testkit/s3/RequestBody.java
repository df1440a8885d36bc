package dev.waybill.testkit.s3;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads a request's body in each of the ways that clients send it, and checks all that it says of itself
/// (Amazon S3 API reference, "Signature calculations: transferring payload in multiple chunks").
final class RequestBody {
    private static final Map<String, ChecksumAlgorithm> HEADERS = Map.of(
            "x-amz-checksum-crc64nvme", ChecksumAlgorithm.CRC64NVME,
            "x-amz-checksum-crc32c", ChecksumAlgorithm.CRC32C,
            "x-amz-checksum-crc32", ChecksumAlgorithm.CRC32,
            "x-amz-checksum-sha1", ChecksumAlgorithm.SHA1,
            "x-amz-checksum-sha256", ChecksumAlgorithm.SHA256);
    private static final int LONGEST_LINE = 16 << 10;

    private final S3Request request;
    private final SignatureCheck.Seed seed;
    private final Map<String, String> trailers = new HashMap<>();

    RequestBody(S3Request request, SignatureCheck.Seed seed) {
        this.request = request;
        this.seed = seed;
    }

    /// The bytes that the client means to store, and the checksum it named for them.
    ///
    /// @param bytes without the framing of chunks
    /// @param checksum what `x-amz-checksum-…` said, in a header or behind the body
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared or changed
    record Content(byte[] bytes, Optional<Checksum> checksum) {}

    /// @throws S3Failure if the body is not what it says of itself
    Content read() throws IOException {
        String payload = request.header("x-amz-content-sha256").orElse("");
        byte[] bytes = payload.startsWith("STREAMING-") ? chunks(payload) : whole(payload);
        requireMd5(bytes);
        return new Content(bytes, checksum(bytes));
    }

    private byte[] whole(String payload) throws IOException {
        byte[] bytes = request.body().readAllBytes();
        if (!payload.equals("UNSIGNED-PAYLOAD") && !payload.equals(SignatureCheck.hex(SignatureCheck.sha256(bytes)))) {
            throw S3Failure.badRequest(
                    "XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match.");
        }
        return bytes;
    }

    private byte[] chunks(String payload) throws IOException {
        boolean signed = payload.startsWith("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
        if (!signed && !payload.equals("STREAMING-UNSIGNED-PAYLOAD-TRAILER")) {
            throw S3Failure.badRequest("InvalidRequest", "Unknown payload: " + payload);
        }
        var decoded = new ByteArrayOutputStream();
        String previous = seed.signature();
        while (true) {
            String[] head = line().split(";chunk-signature=", -1);
            byte[] chunk = request.body().readNBytes(Integer.parseInt(head[0], 16));
            if (signed) {
                previous = requireChunk(previous, chunk, head);
            }
            decoded.writeBytes(chunk);
            if (chunk.length == 0) {
                break;
            }
            line();
        }
        readTrailers();
        requireDecodedLength(decoded.size());
        return decoded.toByteArray();
    }

    private String requireChunk(String previous, byte[] chunk, String[] head) {
        String empty = SignatureCheck.hex(SignatureCheck.sha256(new byte[0]));
        String expected = seed.sign(
                "AWS4-HMAC-SHA256-PAYLOAD", previous, empty + "\n" + SignatureCheck.hex(SignatureCheck.sha256(chunk)));
        if (head.length != 2 || !head[1].equals(expected)) {
            throw S3Failure.denied("SignatureDoesNotMatch", "The signature of a chunk does not match.");
        }
        return expected;
    }

    private void readTrailers() throws IOException {
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                trailers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
    }

    private void requireDecodedLength(int length) {
        var declared = request.header("x-amz-decoded-content-length").map(Integer::parseInt);
        if (declared.isPresent() && declared.get() != length) {
            throw S3Failure.badRequest("IncompleteBody", "The body is not as long as it was declared.");
        }
    }

    /// One line without its end; the end of the body ends a line too.
    private String line() throws IOException {
        var text = new ByteArrayOutputStream();
        InputStream body = request.body();
        for (int c = body.read(); c >= 0 && c != '\n'; c = body.read()) {
            if (text.size() >= LONGEST_LINE) {
                throw S3Failure.badRequest("InvalidRequest", "A line of the body is too long.");
            }
            if (c != '\r') {
                text.write(c);
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private void requireMd5(byte[] bytes) {
        request.header("Content-MD5").ifPresent(md5 -> {
            var actual = ContentHasher.hash(ChecksumAlgorithm.MD5, bytes);
            if (!actual.toBase64().equals(md5)) {
                throw S3Failure.badRequest("BadDigest", "The Content-MD5 does not match what was received.");
            }
        });
    }

    private Optional<Checksum> checksum(byte[] bytes) {
        if (request.method().equals("POST") && request.asks("uploadId")) {
            // Completing an upload, the header is of the object's bytes and not of this body.
            return Optional.empty();
        }
        for (var entry : HEADERS.entrySet()) {
            var value = request.header(entry.getKey()).or(() -> Optional.ofNullable(trailers.get(entry.getKey())));
            if (value.isPresent()) {
                var actual = ContentHasher.hash(entry.getValue(), bytes);
                if (!Base64.getEncoder()
                        .encodeToString(Base64.getDecoder().decode(value.get()))
                        .equals(actual.toBase64())) {
                    throw S3Failure.badRequest(
                            "BadDigest", "The " + entry.getKey() + " does not match what was received.");
                }
                return Optional.of(actual);
            }
        }
        return Optional.empty();
    }
}
