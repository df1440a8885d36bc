package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.RepositoryObject;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// The artifacts and runs of which a document changed in one commit. One thread.
final class TouchedRecords {
    private final KeyPrefix root;
    private final Set<ArtifactId> artifacts = new TreeSet<>();
    private final Set<RunPath> runs = new HashSet<>();

    TouchedRecords(KeyPrefix root) {
        this.root = root;
    }

    void add(ObjectKey key) {
        switch (RepositoryObject.of(root, key)) {
            case RepositoryObject.Index index -> artifacts.add(index.id());
            case RepositoryObject.Metadata metadata -> artifacts.add(metadata.id());
            case RepositoryObject.Manifest manifest -> artifacts.add(manifest.id());
            case RepositoryObject.Deleted deleted -> artifacts.add(deleted.id());
            case RepositoryObject.Run run -> runs.add(run.run());
            case RepositoryObject.Misnamed ignored -> {}
            case RepositoryObject.Other ignored -> {}
        }
    }

    /// How many artifacts that are.
    int artifacts() {
        return artifacts.size();
    }

    /// How many runs that are.
    int runs() {
        return runs.size();
    }

    /// Makes the rows of all of them anew.
    void index(CatalogEdit edit) {
        var indexer = new CatalogIndexer(root, edit);
        artifacts.forEach(indexer::artifact);
        runs.forEach(indexer::run);
    }
}
