package dev.waybill.domain.artifact;

import dev.waybill.port.ObjectMetadata;
import java.util.List;

/// What nobody needs any more in a repository.
///
/// @param contents contents that no version has
/// @param leftovers folders of versions that were never published, or removed for good: what a save or a removal left
///     that did not end
/// @param marks marks of saves that ended without removing them
record SweepFindings(List<ObjectMetadata> contents, List<Leftover> leftovers, List<ObjectMetadata> marks) {
    /// A folder of no version.
    record Leftover(ArtifactId id, int number) {}
}
