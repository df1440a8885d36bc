package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.format.VersionEntry;
import java.util.List;

/// A version that was found.
///
/// @param id the artifact
/// @param entry what the index says of the version
/// @param deleted whether it is deleted and can be restored
/// @param description in words
/// @param tags in order
/// @param aliases what names it
public record CatalogHit(
        ArtifactId id,
        VersionEntry entry,
        boolean deleted,
        String description,
        List<String> tags,
        List<String> aliases) {
    @Override
    public String toString() {
        return id + ":v" + entry.version();
    }
}
