package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestDocument;
import java.util.Optional;

/// What saving a version did.
///
/// @param id the artifact
/// @param number the version's number
/// @param manifest what it holds
/// @param storedBytes how many bytes of its files were new to the repository
/// @param lineageProblem why the run could not tell of it, where it could not; the version is there all the same
public record SavedVersion(
        ArtifactId id, int number, ManifestDocument manifest, long storedBytes, Optional<String> lineageProblem) {
    SavedVersion(ArtifactId id, int number, ManifestDocument manifest, long storedBytes) {
        this(id, number, manifest, storedBytes, Optional.empty());
    }

    SavedVersion withLineageProblem(String problem) {
        return new SavedVersion(id, number, manifest, storedBytes, Optional.of(problem));
    }

    @Override
    public String toString() {
        return id + ":v" + number;
    }
}
