package dev.waybill.domain.catalog;

import java.time.Instant;
import java.util.Optional;

/// How far a catalog goes.
///
/// @param revision how often it was changed
/// @param syncedAt when it was last known to be up to date
/// @param listedAt when the repository was last listed
/// @param generation the state of the repository then, if it was known
/// @param foreign whether others than this library were seen to write there
/// @param selection which documents it holds
/// @param runs whether the last listing was one with runs
public record CatalogState(
        long revision,
        Optional<Instant> syncedAt,
        Optional<Instant> listedAt,
        Optional<String> generation,
        boolean foreign,
        MetadataSelection selection,
        boolean runs) {
    /// That of a catalog that knows nothing yet.
    public static final CatalogState NEW = new CatalogState(
            0, Optional.empty(), Optional.empty(), Optional.empty(), false, MetadataSelection.ALL, true);

    CatalogState confirmed(Instant now) {
        return new CatalogState(revision, Optional.of(now), listedAt, generation, foreign, selection, runs);
    }

    /// Whether the last listing was one of the same documents.
    boolean isOf(MetadataSelection documents, boolean withRuns) {
        return selection.equals(documents) && runs == withRuns;
    }

    CatalogState listed(Instant now, Optional<String> newGeneration, boolean newForeign) {
        return new CatalogState(
                revision, Optional.of(now), Optional.of(now), newGeneration, newForeign, selection, runs);
    }

    CatalogState of(MetadataSelection documents, boolean withRuns) {
        return new CatalogState(revision, syncedAt, listedAt, generation, foreign, documents, withRuns);
    }
}
