package dev.waybill.testkit.gcs;

import dev.waybill.port.ByteRange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// What can be asked of one object: get, its bytes, patch, delete.
final class ObjectCalls {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private final String root;

    /// @param root what links in answers begin with
    ObjectCalls(String root) {
        this.root = root;
    }

    private static Set<String> with(String... further) {
        var names = new HashSet<>(Preconditions.NAMES);
        names.add("generation");
        names.addAll(Set.of(further));
        return names;
    }

    GcsAnswer get(GcsRequest request, GcsBucket bucket, String name) {
        request.requireKnown(with());
        var object = bucket.get(name, request.number("generation"), Preconditions.of(request, ""));
        return switch (request.parameter("alt").orElse("json")) {
            case "json" -> request.answer(200, object.resource(bucket.name(), root));
            case "media" -> media(request, object);
            default -> throw GcsFailure.unknown("the alt of " + request);
        };
    }

    private static GcsAnswer media(GcsRequest request, StoredObject object) {
        boolean unpack = "gzip".equals(object.settings().get("contentEncoding"))
                && !request.header("Accept-Encoding").orElse("").contains("gzip");
        if (unpack) {
            byte[] plain = unpacked(object.bytes());
            return describe(GcsAnswer.of(200), object, true).body(plain, 0, plain.length);
        }
        int size = object.bytes().length;
        var range = request.header("Range").flatMap(ObjectCalls::range);
        if (range.isEmpty()) {
            return describe(GcsAnswer.of(200), object, false).body(object.bytes(), 0, size);
        }
        var span = range.get().within(size).filter(s -> s.length() > 0);
        if (span.isEmpty()) {
            throw GcsFailure.of(416, "requestedRangeNotSatisfiable", "The requested range cannot be satisfied.");
        }
        int offset = (int) span.get().offset();
        int length = (int) span.get().length();
        return describe(GcsAnswer.of(206), object, false)
                .header("Content-Range", "bytes " + offset + "-" + (offset + length - 1) + "/" + size)
                .body(object.bytes(), offset, length);
    }

    private static byte[] unpacked(byte[] bytes) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            return bytes;
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
        if (match.group(2).isEmpty()) {
            return Optional.of(new ByteRange.From(first));
        }
        long last = Long.parseLong(match.group(2));
        return last < first ? Optional.empty() : Optional.of(ByteRange.of(first, last - first + 1));
    }

    private static GcsAnswer describe(GcsAnswer answer, StoredObject object, boolean unpacked) {
        String md5 = object.md5().map(c -> ",md5=" + c.toBase64()).orElse("");
        answer.header("Content-Type", object.contentType())
                .header("ETag", object.etag())
                .header("X-Goog-Generation", Long.toString(object.generation()))
                .header("X-Goog-Metageneration", Long.toString(object.metageneration()))
                .header("X-Goog-Hash", "crc32c=" + object.crc32c().toBase64() + md5)
                .header("X-Goog-Storage-Class", object.storageClass())
                .header("X-Goog-Stored-Content-Encoding", object.settings().getOrDefault("contentEncoding", "identity"))
                .header("X-Goog-Stored-Content-Length", Integer.toString(object.bytes().length))
                .header(
                        "Last-Modified",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                object.created().atOffset(ZoneOffset.UTC)));
        object.settings().forEach((name, value) -> {
            switch (name) {
                case "contentEncoding" -> {
                    if (!unpacked) {
                        answer.header("Content-Encoding", value);
                    }
                }
                case "contentDisposition" -> answer.header("Content-Disposition", value);
                case "contentLanguage" -> answer.header("Content-Language", value);
                case "cacheControl" -> answer.header("Cache-Control", value);
                default -> {}
            }
        });
        return answer;
    }

    GcsAnswer patch(GcsRequest request, GcsBucket bucket, String name) {
        request.requireKnown(with("predefinedAcl"));
        var patched = bucket.patch(
                name, request.number("generation"), Preconditions.of(request, ""), Json.object(request.body()));
        return request.answer(200, patched.resource(bucket.name(), root));
    }

    GcsAnswer delete(GcsRequest request, GcsBucket bucket, String name) {
        request.requireKnown(with());
        bucket.delete(name, request.number("generation"), Preconditions.of(request, ""));
        return GcsAnswer.of(204);
    }
}
