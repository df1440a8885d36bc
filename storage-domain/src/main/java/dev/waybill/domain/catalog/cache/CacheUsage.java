package dev.waybill.domain.catalog.cache;

/// How much a cache holds.
///
/// @param contents how many contents
/// @param bytes how many bytes they have that would be free without the cache
/// @param linkedBytes how many bytes it holds beside those that are also files elsewhere, by hard links
/// @param versions how many versions have a folder of downloads
/// @param pinnedBytes how many of all bytes belong to pinned versions
/// @param limitBytes how much it holds at most
public record CacheUsage(
        long contents, long bytes, long linkedBytes, long versions, long pinnedBytes, long limitBytes) {}
