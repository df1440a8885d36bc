package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.DeletedDocument;
import dev.waybill.domain.artifact.format.MetadataDocument;
import dev.waybill.domain.artifact.format.VersionsDocument;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Changes what is said of versions that are there: aliases, tags, whether they are deleted.
final class ArtifactEditor {
    private final IObjectStorageAdapter store;
    private final ArtifactKeys keys;
    private final ArtifactReader reader;
    private final Documents documents;
    private final DocumentUpdates updates;
    private final FileTree tree;
    private final RunicornLock lock;
    private final Clock clock;

    ArtifactEditor(
            IObjectStorageAdapter store,
            ArtifactKeys keys,
            ArtifactReader reader,
            Documents documents,
            DocumentUpdates updates,
            FileTree tree,
            RunicornLock lock,
            Clock clock) {
        this.store = store;
        this.keys = keys;
        this.reader = reader;
        this.documents = documents;
        this.updates = updates;
        this.tree = tree;
        this.lock = lock;
        this.clock = clock;
    }

    /// Changes an index that is there.
    private interface IndexChange {
        VersionsDocument of(VersionsDocument index);
    }

    @SuppressWarnings("try") // the lock is only held
    private void change(ArtifactId id, IndexChange change) throws InterruptedException {
        try (var held = lock.hold(id)) {
            changeLocked(id, change);
        }
    }

    private void changeLocked(ArtifactId id, IndexChange change) throws InterruptedException {
        ObjectKey key = keys.versions(id);
        updates.update(key, current -> {
            byte[] text = current.orElseThrow(
                    () -> new ArtifactFailure.NotFound("no artifact " + id + " in " + store.store()));
            VersionsDocument index = documents.of(key, text, VersionsDocument::read);
            VersionsDocument changed = change.of(index);
            return changed.equals(index) ? Optional.empty() : Optional.of(changed.toBytes());
        });
    }

    private void requireVersion(ArtifactId id, VersionsDocument index, int number) {
        if (index.version(number).isEmpty()) {
            throw new ArtifactFailure.NotFound("no version v" + number + " of " + id + " in " + store.store());
        }
    }

    void setAlias(ArtifactId id, int number, String alias) throws InterruptedException {
        if (reader.isDeleted(id, number)) {
            throw new ArtifactFailure.Refused(id + ":v" + number + " is deleted; restore it before it gets an alias");
        }
        change(id, index -> {
            requireVersion(id, index, number);
            return index.aliases().getOrDefault(alias, 0) == number
                    ? index
                    : index.withAlias(alias, number, clock.instant());
        });
    }

    void removeAlias(ArtifactId id, String alias) throws InterruptedException {
        change(id, index -> {
            if (!index.aliases().containsKey(alias)) {
                throw new ArtifactFailure.NotFound("no alias " + NameRules.quoted(alias) + " of " + id);
            }
            return index.withoutAlias(alias, clock.instant());
        });
    }

    void changeTags(ArtifactId id, int number, Collection<String> added, Collection<String> removed)
            throws InterruptedException {
        requireVersion(id, reader.requiredIndex(id), number);
        ObjectKey key = keys.metadata(id, number);
        updates.update(key, current -> {
            byte[] text = current.orElseThrow(() -> new ArtifactFailure.NotFound("no " + key + " in " + store.store()));
            MetadataDocument metadata = documents.of(key, text, MetadataDocument::read);
            boolean nothingNew =
                    metadata.tags().containsAll(added) && removed.stream().noneMatch(metadata.tags()::contains);
            return nothingNew
                    ? Optional.empty()
                    : Optional.of(metadata.withTags(List.copyOf(added), List.copyOf(removed), clock.instant()));
        });
    }

    /// Marks a version as deleted; `latest` goes to the newest that is not.
    void delete(ArtifactId id, int number, boolean force) throws InterruptedException {
        requireDeletable(id, number, force);
        byte[] mark = DeletedDocument.write(id.name(), number, clock.instant());
        store.put(keys.deleted(id, number), ObjectSource.of(mark), PutOptions.DEFAULT);
        moveLatest(id);
    }

    void restore(ArtifactId id, int number) throws InterruptedException {
        requireVersion(id, reader.requiredIndex(id), number);
        if (!reader.isDeleted(id, number)) {
            throw new ArtifactFailure.Refused(id + ":v" + number + " is not deleted");
        }
        store.delete(keys.deleted(id, number), DeleteOptions.ANY);
        moveLatest(id);
    }

    private void moveLatest(ArtifactId id) throws InterruptedException {
        change(id, index -> {
            Optional<Integer> latest = reader.newestLive(id, index, 0);
            return latest.equals(Optional.ofNullable(index.aliases().get(VersionsDocument.LATEST)))
                    ? index
                    : index.withLatest(latest, clock.instant());
        });
    }

    /// Removes a version for good: first from the index, so that nobody finds half of it, then what it is made of.
    /// Contents that no other version has are left to a sweep.
    ///
    /// Runicorn is kept out until the end, since it may give the number out again.
    ///
    /// @return how many objects were removed
    @SuppressWarnings("try") // the lock is only held
    long remove(ArtifactId id, int number, boolean force) throws InterruptedException {
        requireDeletable(id, number, force);
        try (var held = lock.hold(id)) {
            changeLocked(
                    id, index -> index.withoutVersion(number, reader.newestLive(id, index, number), clock.instant()));
            return tree.removeAll(id, number);
        }
    }

    private void requireDeletable(ArtifactId id, int number, boolean force) {
        VersionsDocument index = reader.requiredIndex(id);
        requireVersion(id, index, number);
        List<String> aliases = index.aliasesOf(number).stream()
                .filter(alias -> !alias.equals(VersionsDocument.LATEST))
                .toList();
        if (!force && !aliases.isEmpty()) {
            throw new ArtifactFailure.Refused(
                    id + ":v" + number + " has the alias " + String.join(", ", aliases) + " and is not deleted");
        }
    }
}
