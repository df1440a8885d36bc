package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.VersionEntry;
import dev.waybill.domain.artifact.format.VersionsDocument;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// An artifact in a list.
///
/// @param id its name
/// @param versions how many versions it has
/// @param latest its latest version, if it has one
/// @param aliases the number that each alias names
public record ArtifactSummary(
        ArtifactId id, int versions, Optional<VersionEntry> latest, Map<String, Integer> aliases) {
    /// Makes one of the index of an artifact.
    public static ArtifactSummary of(ArtifactId id, VersionsDocument index) {
        Optional<VersionEntry> latest = Optional.ofNullable(index.aliases().get(VersionsDocument.LATEST))
                .flatMap(index::version)
                .or(() -> index.versions().stream().reduce((first, second) -> second));
        return new ArtifactSummary(id, index.versions().size(), latest, index.aliases());
    }

    /// When its latest version was saved.
    public Optional<Instant> updatedAt() {
        return latest.flatMap(VersionEntry::createdAt);
    }
}
