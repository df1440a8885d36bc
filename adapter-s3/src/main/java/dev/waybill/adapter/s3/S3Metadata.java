package dev.waybill.adapter.s3;

import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.UserMetadata;
import dev.waybill.port.WriteId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// User metadata as headers carry it, and back.
///
/// Header values are ASCII in practice: Ceph and Swift answer 403 to anything else. A value that is not
/// plain goes as an extended value of RFC 8187 (`UTF-8''%E2%82%AC`), whose beginning marks it: a foreign
/// value with a `%` in it is given back as it is.
final class S3Metadata {
    private static final String MARK = "UTF-8''";
    private static final String WRITE_ID = UserMetadata.RESERVED + "write";
    private static final String CHECKSUM = UserMetadata.RESERVED + "crc64nvme";
    private static final int NANO_DIGITS = 9;

    private S3Metadata() {}

    /// What is written beside an object's bytes.
    ///
    /// @param user the user's entries
    /// @param contentModified the time of the content
    /// @param writeId the writer's token
    record Entries(UserMetadata user, Optional<Instant> contentModified, Optional<WriteId> writeId) {
        /// The names and values of `x-amz-meta-…` headers.
        Map<String, String> toHeaders() {
            var headers = new TreeMap<String, String>();
            user.entries().forEach((name, value) -> headers.put(name, encode(value)));
            contentModified.ifPresent(time -> headers.put(UserMetadata.MTIME, decimalSeconds(time)));
            writeId.ifPresent(id -> headers.put(WRITE_ID, id.value()));
            return headers;
        }

        /// The same entries in `metadata`.
        ObjectMetadata on(ObjectMetadata metadata) {
            return new ObjectMetadata(
                    metadata.key(),
                    metadata.size(),
                    metadata.modified(),
                    metadata.etag(),
                    contentModified,
                    metadata.checksums(),
                    metadata.contentType(),
                    Optional.of(user),
                    writeId);
        }
    }

    /// What `x-amz-meta-…` headers say. What cannot be read is left out: foreign objects hold anything.
    static Entries of(Map<String, String> headers) {
        var user = new TreeMap<String, String>();
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.equals(UserMetadata.MTIME) && !lower.startsWith(UserMetadata.RESERVED)) {
                user.put(lower, decode(value));
            }
        });
        return new Entries(
                UserMetadata.of(user),
                text(headers, UserMetadata.MTIME).flatMap(S3Metadata::instant),
                text(headers, WRITE_ID).flatMap(S3Metadata::writeId));
    }

    /// The checksum that the adapter kept itself, as hexadecimal digits.
    static Optional<String> checksum(Map<String, String> headers) {
        return text(headers, CHECKSUM);
    }

    /// Adds a checksum of the whole to `headers`.
    static void putChecksum(Map<String, String> headers, String hex) {
        headers.put(CHECKSUM, hex);
    }

    private static Optional<String> text(Map<String, String> headers, String name) {
        for (var entry : headers.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return Optional.ofNullable(entry.getValue());
            }
        }
        return Optional.empty();
    }

    private static Optional<WriteId> writeId(String value) {
        try {
            return Optional.of(new WriteId(value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String encode(String value) {
        boolean plain = !value.isEmpty()
                && value.chars().allMatch(c -> c >= ' ' && c < 0x7F)
                && value.strip().length() == value.length()
                && !value.contains("  ")
                && !value.startsWith(MARK);
        if (plain) {
            return value;
        }
        var text = new StringBuilder(MARK);
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7F && b != '%') {
                text.append((char) b);
            } else {
                text.append('%').append("%02X".formatted(b));
            }
        }
        return text.toString();
    }

    static String decode(String value) {
        if (!value.startsWith(MARK)) {
            return value;
        }
        try {
            String protectedPlus = value.substring(MARK.length()).replace("+", "%2B");
            return URLDecoder.decode(protectedPlus, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value;
        }
    }

    static String decimalSeconds(Instant time) {
        return BigDecimal.valueOf(time.getEpochSecond())
                .add(BigDecimal.valueOf(time.getNano(), NANO_DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }

    static Optional<Instant> instant(String seconds) {
        if (!seconds.matches("[+-]?[0-9]{1,18}([.][0-9]{0,30})?")) {
            return Optional.empty();
        }
        var value = new BigDecimal(seconds);
        var whole = value.setScale(0, RoundingMode.FLOOR);
        var nanos = value.subtract(whole).movePointRight(NANO_DIGITS).setScale(0, RoundingMode.FLOOR);
        try {
            return Optional.of(Instant.ofEpochSecond(whole.longValueExact(), nanos.longValueExact()));
        } catch (ArithmeticException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
