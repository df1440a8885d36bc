package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.ArtifactProblem;
import java.util.List;

/// What a metadata sync found.
///
/// @param unchanged whether the generation of the repository alone told that there is nothing new
/// @param listed how many objects were listed
/// @param fetched how many documents were fetched
/// @param fetchedBytes how many bytes those had
/// @param forgotten how many documents are not there any more
/// @param artifacts how many artifacts changed, came or went
/// @param runs how many runs changed, came or went
/// @param problems what of the repository cannot be used, from earlier syncs too
public record MetadataSyncReport(
        boolean unchanged,
        long listed,
        long fetched,
        long fetchedBytes,
        long forgotten,
        long artifacts,
        long runs,
        List<ArtifactProblem> problems) {
    /// Whether nothing is other than it was.
    public boolean isNothingNew() {
        return artifacts == 0 && runs == 0;
    }
}
