package dev.waybill.domain.artifact;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Looks at the artifacts of a repository: where it lies, or in a catalog of it.
public interface ArtifactBrowser {
    /// Every artifact, by type and name.
    ///
    /// @param problems told of what could not be read
    List<ArtifactSummary> list(Consumer<? super ArtifactProblem> problems) throws InterruptedException;

    /// The artifact of this name.
    ///
    /// @param type its type, where it is known
    /// @throws ArtifactFailure.NotFound if there is none of any type
    /// @throws ArtifactFailure.Ambiguous if two types have the name
    ArtifactId identify(Optional<String> type, String name);

    /// The versions of an artifact, in the order of their numbers.
    ///
    /// @throws ArtifactFailure.NotFound if there is no such artifact
    List<VersionSummary> versions(ArtifactId id) throws InterruptedException;

    /// Everything that is known of a version, a deleted one too.
    ///
    /// @throws ArtifactFailure.NotFound if there is no such version; says what there is
    /// @throws ArtifactFailure.Ambiguous if two types have the name
    /// @throws ArtifactFailure.Malformed if a document of it is damaged
    ArtifactVersion version(ArtifactReference reference);

    /// Which runs made and used which versions.
    ///
    /// @param problems told of what could not be read
    RunLookup lineage(Consumer<? super ArtifactProblem> problems) throws InterruptedException;

    /// Counts what there is.
    ///
    /// @param problems told of what could not be read
    RepositoryStatistics statistics(Consumer<? super ArtifactProblem> problems) throws InterruptedException;
}
