package dev.waybill.domain.catalog.cache;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/// Where a cache lies and how much it holds.
///
/// @param folder the folder; it may be that of other things, too, that have other names than `content`, `downloads` and
///     `cache`
/// @param limitBytes how much it holds at most; what is in use or pinned stays even so
/// @param clock tells when contents are used
public record CacheSettings(Path folder, long limitBytes, Clock clock) {
    /// 10 GiB.
    public static final long DEFAULT_LIMIT_BYTES = 10L << 30;

    /// @throws IllegalArgumentException if the limit is negative
    public CacheSettings {
        if (limitBytes < 0) {
            throw new IllegalArgumentException("the limit of a cache must be 0 or more: " + limitBytes);
        }
        folder = folder.toAbsolutePath().normalize();
    }

    /// A place in the folder for the file that tells of large fetches under way.
    public Path transfers() {
        return new CacheFolder(folder).transfers();
    }

    /// Whether anything was ever kept.
    public boolean isThere() {
        return Files.isDirectory(new CacheFolder(folder).contents());
    }

    /// A cache of 10 GiB.
    public static CacheSettings in(Path folder, Clock clock) {
        return new CacheSettings(folder, DEFAULT_LIMIT_BYTES, clock);
    }
}
