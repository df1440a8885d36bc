package dev.waybill.domain.operation;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.VersionSummary;
import java.util.Collection;
import java.util.List;

/// What can be done to many versions alike.
public sealed interface VersionChange {
    /// Whether a version that only stands in a row is meant.
    boolean isFor(VersionSummary version);

    /// Does it to one.
    void make(ArtifactOperations operations, ArtifactId id, int version) throws InterruptedException;

    /// Marks them as deleted; as [ArtifactOperations#delete].
    ///
    /// @param force whether aliases do not keep them
    record Delete(boolean force) implements VersionChange {
        @Override
        public boolean isFor(VersionSummary version) {
            return !version.deleted();
        }

        @Override
        public void make(ArtifactOperations operations, ArtifactId id, int version) throws InterruptedException {
            operations.delete(id, version, force);
        }
    }

    /// Removes them for good; as [ArtifactOperations#remove].
    ///
    /// @param force whether aliases do not keep them
    record Remove(boolean force) implements VersionChange {
        @Override
        public boolean isFor(VersionSummary version) {
            return true;
        }

        @Override
        public void make(ArtifactOperations operations, ArtifactId id, int version) throws InterruptedException {
            operations.remove(id, version, force);
        }
    }

    /// Restores deleted ones; as [ArtifactOperations#restore].
    record Restore() implements VersionChange {
        @Override
        public boolean isFor(VersionSummary version) {
            return version.deleted();
        }

        @Override
        public void make(ArtifactOperations operations, ArtifactId id, int version) throws InterruptedException {
            operations.restore(id, version);
        }
    }

    /// Adds and removes tags; as [ArtifactOperations#changeTags].
    ///
    /// @param added the tags that are added
    /// @param removed the tags that are removed
    record Tag(List<String> added, List<String> removed) implements VersionChange {
        /// Copies the tags.
        public Tag {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }

        /// Adds tags.
        public static Tag adding(Collection<String> tags) {
            return new Tag(List.copyOf(tags), List.of());
        }

        @Override
        public boolean isFor(VersionSummary version) {
            return !version.deleted();
        }

        @Override
        public void make(ArtifactOperations operations, ArtifactId id, int version) throws InterruptedException {
            operations.changeTags(id, version, added, removed);
        }
    }

    /// Lets an alias name them, one of each artifact; as [ArtifactOperations#setAlias].
    ///
    /// @param alias the alias
    record SetAlias(String alias) implements VersionChange {
        /// @throws IllegalArgumentException if versions in a row are given the same alias
        void requireOneOfEach(Collection<VersionRange> versions) {
            versions.stream()
                    .filter(each -> each.last().isPresent())
                    .findFirst()
                    .ifPresent(row -> {
                        throw new IllegalArgumentException("an alias names one version of an artifact: " + row);
                    });
        }

        @Override
        public boolean isFor(VersionSummary version) {
            return true;
        }

        @Override
        public void make(ArtifactOperations operations, ArtifactId id, int version) throws InterruptedException {
            operations.setAlias(id, version, alias);
        }
    }
}
