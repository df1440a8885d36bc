package dev.waybill.testkit.s3;

import com.sun.net.httpserver.Headers;
import dev.waybill.port.ByteRange;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What can be asked of one object: get, head, put, copy, delete.
final class ObjectCalls {
    static final String META = "x-amz-meta-";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    private final Clock clock;
    private final Function<String, Bucket> buckets;

    ObjectCalls(Clock clock, Function<String, Bucket> buckets) {
        this.clock = clock;
        this.buckets = buckets;
    }

    S3Answer get(S3Request request, Bucket bucket) {
        var object = bucket.require(request.key());
        requireReadable(request, object);
        if (request.header("If-None-Match")
                .map(Bucket::unquoted)
                .filter(object.etag()::equals)
                .isPresent()) {
            return S3Answer.of(304).header("ETag", '"' + object.etag() + '"');
        }
        var range = request.header("Range").flatMap(ObjectCalls::range);
        if (range.isEmpty()) {
            return describe(S3Answer.of(200), request, object).body(object.bytes(), 0, object.bytes().length);
        }
        var span = range.get().within(object.bytes().length).filter(s -> s.length() > 0);
        if (span.isEmpty()) {
            throw new S3Failure(416, "InvalidRange", "The requested range is not satisfiable.");
        }
        int offset = (int) span.get().offset();
        int length = (int) span.get().length();
        return describe(S3Answer.of(206), request, object)
                .header("Content-Range", "bytes " + offset + "-" + (offset + length - 1) + "/" + object.bytes().length)
                .body(object.bytes(), offset, length);
    }

    private static void requireReadable(S3Request request, StoredBytes object) {
        var ifMatch = request.header("If-Match").map(Bucket::unquoted);
        if (ifMatch.isPresent() && !ifMatch.get().equals(object.etag())) {
            throw S3Failure.preconditionFailed("If-Match");
        }
    }

    private static Optional<ByteRange> range(String header) {
        var match = RANGE.matcher(header);
        if (!match.matches() || (match.group(1).isEmpty() && match.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (match.group(1).isEmpty()) {
            return Optional.of(new ByteRange.Suffix(Long.parseLong(match.group(2))));
        }
        long first = Long.parseLong(match.group(1));
        return Optional.of(
                match.group(2).isEmpty()
                        ? new ByteRange.From(first)
                        : ByteRange.of(first, Long.parseLong(match.group(2)) - first + 1));
    }

    private static S3Answer describe(S3Answer answer, S3Request request, StoredBytes object) {
        answer.header("ETag", '"' + object.etag() + '"')
                .header("Last-Modified", httpDate(object.modified()))
                .header("Accept-Ranges", "bytes")
                .header("Content-Type", object.contentType());
        object.metadata().forEach((name, value) -> answer.header(META + name, value));
        boolean whole = request.header("Range").isEmpty();
        if (whole && request.header("x-amz-checksum-mode").isPresent()) {
            object.checksum()
                    .ifPresent(checksum -> answer.header(checksumHeader(checksum.algorithm()), checksum.toBase64())
                            .header("x-amz-checksum-type", "FULL_OBJECT"));
        }
        return answer;
    }

    S3Answer put(S3Request request, Bucket bucket, RequestBody.Content content) {
        var object = new StoredBytes(
                content.bytes(),
                md5(content.bytes()),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                request.header("Content-Type").orElse("binary/octet-stream"),
                metadata(request),
                content.checksum());
        bucket.put(request.key(), object, Bucket.Conditions.of(request));
        var answer = S3Answer.of(200).header("ETag", '"' + object.etag() + '"');
        content.checksum().ifPresent(c -> answer.header(checksumHeader(c.algorithm()), c.toBase64()));
        return answer;
    }

    /// Puts an object there that nobody asks for.
    void put(String bucket, String key, byte[] bytes) {
        var object = new StoredBytes(
                bytes,
                md5(bytes),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                "binary/octet-stream",
                Map.of(),
                Optional.empty());
        buckets.apply(bucket).put(key, object, new Bucket.Conditions(Optional.empty(), Optional.empty()));
    }

    S3Answer copy(S3Request request, Bucket bucket) {
        var source = copySource(request);
        boolean replace = request.header("x-amz-metadata-directive")
                .filter("REPLACE"::equals)
                .isPresent();
        boolean same = source.key().equals(request.key()) && source.bucketName().equals(request.bucket());
        if (same && !replace) {
            throw S3Failure.badRequest(
                    "InvalidRequest", "A copy onto itself must change the metadata or something else of it.");
        }
        var copy = new StoredBytes(
                source.object().bytes(),
                md5(source.object().bytes()),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                replace
                        ? request.header("Content-Type").orElse("binary/octet-stream")
                        : source.object().contentType(),
                replace ? metadata(request) : source.object().metadata(),
                source.object().checksum());
        bucket.put(request.key(), copy, Bucket.Conditions.of(request));
        return S3Answer.xml(
                200,
                Xml.root("CopyObjectResult")
                        .add("ETag", '"' + copy.etag() + '"')
                        .add("LastModified", isoDate(copy.modified())));
    }

    /// What `x-amz-copy-source` names.
    record Source(String bucketName, String key, StoredBytes object) {}

    Source copySource(S3Request request) {
        String header = request.header("x-amz-copy-source").orElseThrow();
        String path = URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8);
        String[] names = (path.startsWith("/") ? path.substring(1) : path).split("/", 2);
        var object = buckets.apply(names[0]).require(names[1]);
        var ifMatch = request.header("x-amz-copy-source-if-match").map(Bucket::unquoted);
        if (ifMatch.isPresent() && !ifMatch.get().equals(object.etag())) {
            throw S3Failure.preconditionFailed("x-amz-copy-source-if-match");
        }
        return new Source(names[0], names[1], object);
    }

    S3Answer delete(S3Request request, Bucket bucket) {
        bucket.delete(request.key(), request.header("If-Match"));
        return S3Answer.of(204);
    }

    static Map<String, String> metadata(S3Request request) {
        var metadata = new HashMap<String, String>();
        Headers headers = request.exchange().getRequestHeaders();
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(META)) {
                metadata.put(lower.substring(META.length()), values.getFirst());
            }
        });
        int bytes = metadata.entrySet().stream()
                .mapToInt(e -> e.getKey().length() + e.getValue().length())
                .sum();
        if (bytes > 2048) {
            throw S3Failure.badRequest("MetadataTooLarge", "Your metadata headers exceed the maximum of 2 KiB.");
        }
        return metadata;
    }

    static String md5(byte[] bytes) {
        return ContentHasher.hash(ChecksumAlgorithm.MD5, bytes).hex();
    }

    static String checksumHeader(ChecksumAlgorithm algorithm) {
        return "x-amz-checksum-" + algorithm.name().toLowerCase(Locale.ROOT);
    }

    static String isoDate(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time);
    }

    private static String httpDate(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
