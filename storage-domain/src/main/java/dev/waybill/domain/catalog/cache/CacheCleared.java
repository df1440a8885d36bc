package dev.waybill.domain.catalog.cache;

/// What went from a cache, or would.
///
/// @param contents how many contents
/// @param bytes how many bytes they have
/// @param versions how many folders of versions
public record CacheCleared(long contents, long bytes, long versions) {
    /// Nothing.
    public static final CacheCleared NOTHING = new CacheCleared(0, 0, 0);
}
