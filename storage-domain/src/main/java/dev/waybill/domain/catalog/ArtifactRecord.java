package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.artifact.format.VersionEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the index of a catalog says of an artifact.
///
/// @param id the artifact
/// @param versions in the order of their numbers
/// @param latest the number of the latest
/// @param aliases the number that each alias names
/// @param stale whether its index in the repository is newer and cannot be used
public record ArtifactRecord(
        ArtifactId id, List<Version> versions, Optional<Integer> latest, Map<String, Integer> aliases, boolean stale) {

    /// A version.
    ///
    /// @param entry what the index of the repository says of it
    /// @param deleted whether it is deleted and can be restored
    /// @param description in words
    /// @param tags in order
    /// @param metadata what who saved it said of it, as JSON
    /// @param files what it holds
    /// @param references how many references it has
    /// @param referenceBytes how many bytes those declare
    /// @param stale whether a document of it is missing, or newer in the repository and cannot be used
    public record Version(
            VersionEntry entry,
            boolean deleted,
            String description,
            List<String> tags,
            String metadata,
            List<ManifestFile> files,
            long references,
            long referenceBytes,
            boolean stale) {}
}
