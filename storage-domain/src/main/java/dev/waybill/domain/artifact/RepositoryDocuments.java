package dev.waybill.domain.artifact;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;

/// Where the documents of a repository lie.
///
/// @param root the folder that the repository lies in
public record RepositoryDocuments(KeyPrefix root) {
    /// @throws IllegalArgumentException if the prefix is not that of a folder
    public RepositoryDocuments {
        keys(root);
    }

    private static ArtifactKeys keys(KeyPrefix root) {
        return new ArtifactKeys(root);
    }

    /// The folder of all that an artifact has.
    public KeyPrefix folder(ArtifactId id) {
        return keys(root).artifact(id);
    }

    /// The folder of a run.
    public KeyPrefix folder(RunPath run) {
        return keys(root).run(run);
    }

    /// The index of an artifact.
    public ObjectKey index(ArtifactId id) {
        return keys(root).versions(id);
    }

    /// What is known of a version.
    public ObjectKey metadata(ArtifactId id, int number) {
        return keys(root).metadata(id, number);
    }

    /// What a version holds.
    public ObjectKey manifest(ArtifactId id, int number) {
        return keys(root).manifest(id, number);
    }

    /// The mark of a deleted version.
    public ObjectKey deleted(ArtifactId id, int number) {
        return keys(root).deleted(id, number);
    }

    /// A document of a run.
    public ObjectKey run(RunPath run, String file) {
        return keys(root).run(run).key(file);
    }
}
