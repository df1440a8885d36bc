package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.VersionEntry;
import dev.waybill.domain.artifact.format.VersionsDocument;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/// An artifact in a list.
///
/// @param id its name
/// @param versions how many versions it has
/// @param latest its latest version that is not deleted, if it has one
/// @param aliases the number that each alias names
public record ArtifactSummary(
        ArtifactId id, int versions, Optional<VersionEntry> latest, Map<String, Integer> aliases) {
    /// Makes one of the index of an artifact.
    ///
    /// @param deleted whether the version of a number is deleted; not asked of more versions than needed
    public static ArtifactSummary of(ArtifactId id, VersionsDocument index, IntPredicate deleted) {
        return new ArtifactSummary(id, index.versions().size(), index.latest(deleted), index.aliases());
    }

    /// When its latest version was saved.
    public Optional<Instant> updatedAt() {
        return latest.flatMap(VersionEntry::createdAt);
    }
}
