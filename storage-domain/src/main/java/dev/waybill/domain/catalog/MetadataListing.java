package dev.waybill.domain.catalog;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.artifact.ArtifactProblem;
import dev.waybill.domain.artifact.RepositoryObject;
import dev.waybill.domain.listing.PrunedListing;
import dev.waybill.domain.sync.OrderedListing;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Lists the documents of a repository. Contents, logs and media lie among them, many more than documents: a store that
/// looks into folders need not look into theirs, and where one lists in order, what has none is left out by beginning
/// anew behind it. Holds none of what it lists. One thread, and one listing.
final class MetadataListing {
    private final IObjectStorageAdapter store;
    private final KeyPrefix root;
    private final boolean runs;
    private final MetadataSelection selection;
    private final boolean sort;
    private final List<ArtifactProblem> problems = new ArrayList<>();
    private Instant latest = Instant.MIN;
    private long objects;

    /// Lists nothing yet.
    ///
    /// @param root where the repository lies
    /// @param runs whether the documents of runs are wanted
    /// @param selection which documents are wanted
    /// @param sort whether the store lists out of order though it claims not to
    MetadataListing(
            IObjectStorageAdapter store, KeyPrefix root, boolean runs, MetadataSelection selection, boolean sort) {
        this.store = store;
        this.root = root;
        this.runs = runs;
        this.selection = selection;
        this.sort = sort || !store.capabilities().has(Capability.KEY_ORDER);
    }

    /// Begins to list: the documents in the order of their keys, each once. What else this tells is whole when they
    /// were all read.
    @MustBeClosed
    OrderedListing open() {
        var documents = new Documents(runs ? root : KeyPrefix.of(root.value() + "artifacts/"));
        int order = Spliterator.NONNULL | (sort ? 0 : Spliterator.ORDERED);
        Stream<ObjectMetadata> stream =
                StreamSupport.stream(Spliterators.spliteratorUnknownSize(documents, order), false);
        return OrderedListing.of(store.store(), stream.onClose(documents::close), sort);
    }

    /// The documents as the store lists them.
    private final class Documents implements Iterator<ObjectMetadata> {
        private final PrunedListing listed;
        private Optional<ObjectMetadata> ahead = Optional.empty();

        @SuppressWarnings("MustBeClosedChecker") // closed by close
        Documents(KeyPrefix prefix) {
            var options = ListOptions.of(prefix)
                    .withOmittable(MetadataListing.this::hasNoDocument)
                    .withOnSkipped(
                            entry -> problem(entry.name(), "it has no name that a key can have: " + entry.reason()));
            this.listed = new PrunedListing(store, options, MetadataListing.this::withoutDocument);
        }

        @Override
        public boolean hasNext() {
            while (ahead.isEmpty() && listed.hasNext()) {
                ObjectMetadata object = listed.next();
                objects++;
                latest = latest.isBefore(object.modified()) ? object.modified() : latest;
                if (isDocument(object.key())) {
                    ahead = Optional.of(object);
                }
            }
            return ahead.isPresent();
        }

        @Override
        public ObjectMetadata next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ObjectMetadata given = ahead.orElseThrow();
            ahead = Optional.empty();
            return given;
        }

        void close() {
            listed.close();
        }
    }

    /// Whether nothing in a folder can be a document, whatever its name.
    private boolean hasNoDocument(String folder) {
        if (selection.leavesOut(root, folder)) {
            return true;
        }
        return ObjectKey.parse(folder + "0")
                .map(key -> RepositoryObject.of(root, key))
                .filter(kind -> kind instanceof RepositoryObject.Other other
                        && other.skippable().filter(folder::startsWith).isPresent())
                .isPresent();
    }

    private void problem(String where, String detail) {
        if (where.endsWith(".json")) {
            problems.add(new ArtifactProblem(where, detail));
        }
    }

    private boolean isDocument(ObjectKey key) {
        RepositoryObject kind = RepositoryObject.of(root, key);
        if (kind instanceof RepositoryObject.Other || !selection.has(root, key)) {
            return false;
        }
        if (kind instanceof RepositoryObject.Misnamed misnamed) {
            problems.add(new ArtifactProblem(key.value(), misnamed.rule()));
            return false;
        }
        return runs || !(kind instanceof RepositoryObject.Run);
    }

    /// The branch of keys around this one of which none is a document, if it lies in one.
    private Optional<String> withoutDocument(ObjectKey key) {
        return !sort && RepositoryObject.of(root, key) instanceof RepositoryObject.Other other
                ? other.skippable()
                : Optional.empty();
    }

    /// When the newest object was written, by the clock of the store: what was written before could be seen then.
    Instant latest() {
        return latest;
    }

    /// How many objects were listed.
    long objects() {
        return objects;
    }

    /// What would be documents and has names that cannot be used.
    List<ArtifactProblem> problems() {
        return List.copyOf(problems);
    }
}
