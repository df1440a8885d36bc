package dev.waybill.domain.artifact;

import dev.waybill.port.Checksum;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;

/// Where everything of a repository lies.
///
/// @param root the folder that the repository lies in
record ArtifactKeys(KeyPrefix root) {
    static final String INDEX = "versions.json";
    static final String MANIFEST = "manifest.json";
    static final String DELETED = ".deleted";

    private static final String ARTIFACTS = "artifacts/";
    private static final String POOL = ".dedup/";
    private static final String OURS = ".waybill/";

    /// @throws IllegalArgumentException if the prefix is not that of a folder
    ArtifactKeys {
        if (!root.isFolder()) {
            throw new IllegalArgumentException("the prefix of a repository must end in /: " + root);
        }
    }

    KeyPrefix artifacts() {
        return KeyPrefix.of(root.value() + ARTIFACTS);
    }

    KeyPrefix artifact(ArtifactId id) {
        return KeyPrefix.of(artifacts().value() + id.type() + "/" + id.name() + "/");
    }

    ObjectKey versions(ArtifactId id) {
        return artifact(id).key(INDEX);
    }

    KeyPrefix version(ArtifactId id, int version) {
        return KeyPrefix.of(artifact(id).value() + "v" + version + "/");
    }

    ObjectKey metadata(ArtifactId id, int version) {
        return version(id, version).key("metadata.json");
    }

    ObjectKey manifest(ArtifactId id, int version) {
        return version(id, version).key(MANIFEST);
    }

    ObjectKey deleted(ArtifactId id, int version) {
        return version(id, version).key(DELETED);
    }

    KeyPrefix files(ArtifactId id, int version) {
        return KeyPrefix.of(version(id, version).value() + "files/");
    }

    /// @throws IllegalArgumentException if the path is too long to be part of a key
    ObjectKey file(ArtifactId id, int version, ObjectKey path) {
        return version(id, version).key("files/" + path.value());
    }

    KeyPrefix pool() {
        return KeyPrefix.of(artifacts().value() + POOL);
    }

    ObjectKey pooled(Checksum digest) {
        return pool().key(digest.hex().substring(0, 2) + "/" + digest.hex());
    }

    /// What saves hold on to that are under way.
    KeyPrefix saving() {
        return KeyPrefix.of(artifacts().value() + OURS + "saving/");
    }

    /// The object that is there while content is being removed.
    ObjectKey sweep() {
        return artifacts().key(OURS + "sweep.json");
    }

    /// The object that every change leaves with another text.
    ObjectKey generation() {
        return artifacts().key(OURS + "generation.json");
    }

    KeyPrefix run(RunPath run) {
        return KeyPrefix.of(root.value() + run.project() + "/" + run.name() + "/runs/" + run.id() + "/");
    }
}
