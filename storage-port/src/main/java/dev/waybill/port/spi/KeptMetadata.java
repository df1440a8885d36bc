package dev.waybill.port.spi;

import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UserMetadata;
import dev.waybill.port.WriteId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What an object store keeps beside an object's bytes as named texts, and what they mean.
///
/// Such texts travel as header values, which are ASCII in practice: Ceph and Swift answer 403 to anything else.
/// A value that is not plain is kept as an extended value of RFC 8187 (`UTF-8''%E2%82%AC`), whose beginning
/// marks it: a foreign value with a `%` in it is given back as it is.
///
/// @param user the user's entries
/// @param contentModified the time of the content, kept as [UserMetadata#MTIME]
/// @param writeId the writer's token
public record KeptMetadata(UserMetadata user, Optional<Instant> contentModified, Optional<WriteId> writeId) {
    private static final String MARK = "UTF-8''";
    private static final String WRITE_ID = UserMetadata.RESERVED + "write";
    private static final int NANO_DIGITS = 9;
    private static final Pattern SECONDS = Pattern.compile("[+-]?[0-9]{1,18}([.][0-9]{0,30})?");

    /// What these options say is to be kept.
    public static KeptMetadata of(PutOptions options) {
        return new KeptMetadata(options.userMetadata(), options.contentModified(), options.writeId());
    }

    /// The names and values to keep, for the caller to add to.
    public Map<String, String> toEntries() {
        var entries = new TreeMap<String, String>();
        user.entries().forEach((name, value) -> entries.put(name, encode(value)));
        contentModified.ifPresent(time -> entries.put(UserMetadata.MTIME, decimalSeconds(time)));
        writeId.ifPresent(id -> entries.put(WRITE_ID, id.value()));
        return entries;
    }

    /// `metadata` with this in it.
    public ObjectMetadata on(ObjectMetadata metadata) {
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

    /// What kept names and values say, the names in any case. What cannot be read is
    /// left out: foreign objects hold anything.
    public static KeptMetadata of(Map<String, String> entries) {
        var user = new TreeMap<String, String>();
        entries.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.equals(UserMetadata.MTIME) && !lower.startsWith(UserMetadata.RESERVED)) {
                user.put(lower, decode(value));
            }
        });
        return new KeptMetadata(
                UserMetadata.of(user),
                text(entries, UserMetadata.MTIME).flatMap(KeptMetadata::instant),
                text(entries, WRITE_ID).flatMap(KeptMetadata::writeId));
    }

    private static Optional<String> text(Map<String, String> entries, String name) {
        for (var entry : entries.entrySet()) {
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

    /// Decimal seconds, as rclone writes them on S3, or the form of RFC 3339, as it does on Azure and GCS.
    static Optional<Instant> instant(String text) {
        return SECONDS.matcher(text).matches() ? ofSeconds(text) : ofRfc3339(text);
    }

    private static Optional<Instant> ofRfc3339(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> ofSeconds(String seconds) {
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
