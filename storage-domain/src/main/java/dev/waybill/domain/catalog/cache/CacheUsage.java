package dev.waybill.domain.catalog.cache;

/// How much a cache holds.
///
/// @param contents how many contents
/// @param bytes how many bytes would be free without the cache, those of unfinished fetches among them
/// @param unfinishedBytes how many of those are of large fetches that did not end, or not yet
/// @param linkedBytes how many bytes it holds beside those that are also files elsewhere, by hard links
/// @param versions how many versions have a folder of downloads
/// @param pinnedBytes how many of all bytes belong to pinned versions
/// @param limitBytes how much it holds at most
public record CacheUsage(
        long contents,
        long bytes,
        long unfinishedBytes,
        long linkedBytes,
        long versions,
        long pinnedBytes,
        long limitBytes) {
    /// That of a cache which is not there.
    ///
    /// @param limitBytes how much it may hold
    public static CacheUsage none(long limitBytes) {
        return new CacheUsage(0, 0, 0, 0, 0, 0, limitBytes);
    }
}
