package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.RepositoryObject;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// The artifacts and runs of which a document changed in one commit, whose rows are made anew: some at a time, so that
/// they are never all held. One thread.
///
/// The documents of a record lie together in the order of keys. Told of them in that order, it makes each row once;
/// in another one, some of them again.
final class TouchedRecords {
    private static final int HELD_AT_MOST = 200;

    private final KeyPrefix root;
    private final CatalogIndexer indexer;
    private final Set<ArtifactId> artifacts = new TreeSet<>();
    private final Set<RunPath> runs = new HashSet<>();
    private long indexedArtifacts;
    private long indexedRuns;

    /// @param selection which documents the catalog holds
    TouchedRecords(KeyPrefix root, CatalogEdit edit, MetadataSelection selection) {
        this.root = root;
        this.indexer = new CatalogIndexer(root, edit, selection);
    }

    /// Notes that a document changed, after the catalog has it as it is now.
    void add(ObjectKey key) {
        switch (RepositoryObject.of(root, key)) {
            case RepositoryObject.Index index -> add(artifacts, index.id());
            case RepositoryObject.Metadata metadata -> add(artifacts, metadata.id());
            case RepositoryObject.Manifest manifest -> add(artifacts, manifest.id());
            case RepositoryObject.Deleted deleted -> add(artifacts, deleted.id());
            case RepositoryObject.Run run -> add(runs, run.run());
            case RepositoryObject.Misnamed ignored -> {}
            case RepositoryObject.Other ignored -> {}
        }
    }

    private <T> void add(Set<T> records, T record) {
        if (!records.contains(record)) {
            if (artifacts.size() + runs.size() == HELD_AT_MOST) {
                index();
            }
            records.add(record);
        }
    }

    /// Makes the rows of those that are left.
    void index() {
        artifacts.forEach(indexer::artifact);
        runs.forEach(indexer::run);
        indexedArtifacts += artifacts.size();
        indexedRuns += runs.size();
        artifacts.clear();
        runs.clear();
    }

    /// How many artifacts that were.
    long artifacts() {
        return indexedArtifacts;
    }

    /// How many runs that were.
    long runs() {
        return indexedRuns;
    }
}
