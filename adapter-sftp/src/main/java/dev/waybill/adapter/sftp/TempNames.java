package dev.waybill.adapter.sftp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The names of what is left on the server for the time of a write. They tell when it was begun: the times of
/// the files themselves are those of their sources.
final class TempNames {
    /// The folder below the root where unfinished uploads lie.
    static final String UPLOADS = SftpKeys.RESERVED + "uploads";

    /// What was begun longer ago has no writer any more.
    static final Duration AGE = Duration.ofHours(24);

    private static final Pattern FILE =
            Pattern.compile(Pattern.quote(SftpKeys.RESERVED) + "(?:put|old)-([0-9a-f]{1,15})-.*");

    private TempNames() {}

    /// A name for bytes that are being written, unlike any other.
    static String file(Instant now) {
        return unique("put-", now);
    }

    /// A name, unlike any other, for what is at a key until what is to replace it has the key's name.
    static String aside(Instant now) {
        return unique("old-", now);
    }

    private static String unique(String kind, Instant now) {
        return SftpKeys.RESERVED + kind + Long.toHexString(now.getEpochSecond()) + "-" + UUID.randomUUID();
    }

    /// Whether a file of this name was begun, or put aside, so long ago that nobody comes back to it any more.
    static boolean isStale(String name, Instant now) {
        return begun(name).filter(now.minus(AGE)::isAfter).isPresent();
    }

    private static Optional<Instant> begun(String name) {
        var matcher = FILE.matcher(name);
        return matcher.matches()
                ? Optional.of(Instant.ofEpochSecond(
                        Math.min(Long.parseLong(matcher.group(1), 16), Instant.MAX.getEpochSecond())))
                : Optional.empty();
    }
}
