package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.RepositoryDocuments;
import dev.waybill.domain.artifact.RepositoryObject;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.transfer.VersionTick;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Brings what a catalog says of one artifact up to date, where it is known which of its versions changed: without a
/// listing, by a few requests. Any number of threads and processes may do so at once; closes nothing.
///
/// The generation that the catalog was made with stays, since others may have changed something else meanwhile. So the
/// next sync lists, and finds nothing in it that would look like the writing of others.
public final class CatalogRefresh {
    private static final int ATTEMPTS = 5;

    private final IObjectStorageAdapter store;
    private final CatalogId id;
    private final CatalogStore catalogs;
    private final RepositoryDocuments documents;
    private final Clock clock;

    /// @param store the store, through the layers that `ObjectStorageFactory` puts over it
    /// @param root the folder of the store that the repository lies in
    /// @param catalogs where the catalog is kept
    /// @param clock tells when things were noted
    public CatalogRefresh(IObjectStorageAdapter store, KeyPrefix root, CatalogStore catalogs, Clock clock) {
        this.store = store;
        this.id = new CatalogId(store.store(), root);
        this.catalogs = catalogs;
        this.documents = new RepositoryDocuments(root);
        this.clock = clock;
    }

    /// What changed.
    ///
    /// @param artifact the artifact
    /// @param versions the numbers of those of its versions that were made, changed or removed
    /// @param run the run that tells of it
    public record Changed(ArtifactId artifact, Set<Integer> versions, Optional<RunPath> run) {
        /// Copies the numbers.
        public Changed {
            versions = Set.copyOf(versions);
        }
    }

    /// Fetches what changed and takes it in.
    ///
    /// @return whether there is a catalog; nothing is made or asked for where there is none
    /// @throws dev.waybill.port.StorageException if the store cannot be reached; the catalog is as it was
    /// @throws ArtifactFailure.Busy if others write the same catalog all the time
    public boolean run(Changed changed) throws InterruptedException {
        if (!isSynced()) {
            return false;
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (CatalogWriter writer = catalogs.openWriter(id)) {
                if (isDone(writer, changed)) {
                    return true;
                }
            }
        }
        throw new ArtifactFailure.Busy("others write the catalog of " + id + " all the time");
    }

    private boolean isSynced() {
        Optional<CatalogReader> opened = catalogs.openReader(id);
        if (opened.isEmpty()) {
            return false;
        }
        try (CatalogReader reader = opened.get()) {
            return reader.state().listedAt().isPresent();
        }
    }

    /// @return false if somebody else changed the catalog meanwhile
    private boolean isDone(CatalogWriter writer, Changed changed) throws InterruptedException {
        Instant began = clock.instant();
        CatalogState state = writer.state();
        Map<ObjectKey, DocumentState> known = new HashMap<>(writer.known(documents.folder(changed.artifact())));
        changed.run().ifPresent(run -> known.putAll(writer.known(documents.folder(run))));
        // Of the store's clock nothing is known, so whatever an edit in the same tick could share is fetched once more.
        var settling = new MetadataFetch.Settling(VersionTick.of(store.capabilities()), Instant.EPOCH, began);
        Set<ObjectKey> wanted = wanted(changed, state.selection());
        var fetch = new MetadataFetch(
                store,
                id.root(),
                writer,
                MetadataSyncOptions.DEFAULT,
                MetadataSyncListener.NONE,
                settling,
                key -> wanted.contains(key) || !state.selection().has(id.root(), key));
        run(fetch, wanted, known);
        Set<Integer> versions = new TreeSet<>(changed.versions());
        Set<ObjectKey> published = published(fetch, wanted, known, versions);
        run(fetch, published, known);

        List<ObjectMetadata> marks = new ArrayList<>();
        Set<ObjectKey> gone = new HashSet<>(fetch.vanished());
        for (int number : versions) {
            ObjectKey mark = documents.deleted(changed.artifact(), number);
            if (state.selection().has(id.root(), mark)) {
                store.stat(mark).ifPresentOrElse(marks::add, () -> gone.add(mark));
            }
        }
        return writer.commit(state.revision(), edit -> {
            var touched = new TouchedRecords(id.root(), edit, state.selection());
            Stream.of(wanted, published)
                    .flatMap(Set::stream)
                    .filter(key -> !gone.contains(key) && edit.take(key))
                    .forEach(touched::add);
            for (ObjectMetadata mark : marks) {
                edit.mark(DocumentState.present(mark, began));
                touched.add(mark.key());
            }
            for (ObjectKey key : gone) {
                edit.remove(key);
                touched.add(key);
            }
            touched.index();
        });
    }

    /// What the catalog holds of it.
    private Set<ObjectKey> wanted(Changed changed, MetadataSelection selection) {
        Set<ObjectKey> wanted = new HashSet<>();
        wanted.add(documents.index(changed.artifact()));
        for (int number : changed.versions()) {
            wanted.add(documents.metadata(changed.artifact(), number));
            wanted.add(documents.manifest(changed.artifact(), number));
        }
        changed.run()
                .ifPresent(run -> RepositoryObject.RUN_DOCUMENTS.stream()
                        .map(file -> documents.run(run, file))
                        .filter(key -> RepositoryObject.of(id.root(), key) instanceof RepositoryObject.Run told
                                && !told.isDeleted())
                        .forEach(wanted::add));
        wanted.removeIf(key -> !selection.has(id.root(), key));
        return wanted;
    }

    /// What the index publishes and the catalog does not know: others save too, and a version never comes in half.
    ///
    /// @param versions to which the numbers are added
    private Set<ObjectKey> published(
            MetadataFetch fetch, Set<ObjectKey> wanted, Map<ObjectKey, DocumentState> known, Set<Integer> versions) {
        Set<ObjectKey> published = new HashSet<>();
        for (ObjectKey key : fetch.named()) {
            if (!wanted.contains(key) && !known.containsKey(key)) {
                published.add(key);
                if (RepositoryObject.of(id.root(), key) instanceof RepositoryObject.Metadata metadata) {
                    versions.add(metadata.number());
                }
            }
        }
        return published;
    }

    private static void run(MetadataFetch fetch, Set<ObjectKey> keys, Map<ObjectKey, DocumentState> known)
            throws InterruptedException {
        Iterator<WantedDocument> wanted = keys.stream()
                .sorted()
                .map(key -> WantedDocument.unlisted(key, Optional.ofNullable(known.get(key))))
                .iterator();
        fetch.run(wanted, keys.size(), 0);
    }
}
