package dev.waybill.domain.catalog.cache;

import dev.waybill.domain.catalog.CatalogId;
import java.util.Optional;

/// What is to go from a cache. What is in use never does.
///
/// @param repository the repository that it must be of alone, if not any
/// @param keepBytes how many bytes of what could go may stay, those used last
/// @param pinned whether what belongs to pinned versions goes, too
/// @param dryRun whether it is only to be told
public record CacheClearing(Optional<CatalogId> repository, long keepBytes, boolean pinned, boolean dryRun) {
    /// Everything that is not pinned.
    public static final CacheClearing ALL = new CacheClearing(Optional.empty(), 0, false, false);

    /// @throws IllegalArgumentException if a negative number of bytes is to stay
    public CacheClearing {
        if (keepBytes < 0) {
            throw new IllegalArgumentException("the bytes to keep must be 0 or more: " + keepBytes);
        }
    }

    /// The same of this repository alone.
    public CacheClearing of(CatalogId which) {
        return new CacheClearing(Optional.of(which), keepBytes, pinned, dryRun);
    }

    /// The same down to so many bytes.
    public CacheClearing downTo(long bytes) {
        return new CacheClearing(repository, bytes, pinned, dryRun);
    }

    /// The same, only told.
    public CacheClearing onlyTold() {
        return new CacheClearing(repository, keepBytes, pinned, true);
    }
}
