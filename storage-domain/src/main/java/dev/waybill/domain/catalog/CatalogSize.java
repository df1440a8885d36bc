package dev.waybill.domain.catalog;

/// How much a catalog holds.
///
/// @param artifacts how many artifacts
/// @param versions how many versions they have, deleted ones too
/// @param runs how many runs
/// @param documents how many documents
/// @param stale how many of those are older than in the repository, where they cannot be used
/// @param bytes how much room it takes here
public record CatalogSize(long artifacts, long versions, long runs, long documents, long stale, long bytes) {}
