package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestDocument;
import dev.waybill.domain.artifact.format.MetadataDocument;
import dev.waybill.domain.artifact.format.VersionEntry;
import java.util.List;

/// Everything that is known of a version, but for the bytes of its files.
///
/// @param id the artifact
/// @param entry what the index says of it
/// @param metadata what its metadata says
/// @param manifest what it holds
/// @param aliases what names it
/// @param deleted whether it is deleted and can be restored
/// @param problems what is wrong with it and did not stop it from being read
public record ArtifactVersion(
        ArtifactId id,
        VersionEntry entry,
        MetadataDocument metadata,
        ManifestDocument manifest,
        List<String> aliases,
        boolean deleted,
        List<String> problems) {

    /// Its number.
    public int number() {
        return entry.version();
    }

    @Override
    public String toString() {
        return id + ":v" + number();
    }
}
