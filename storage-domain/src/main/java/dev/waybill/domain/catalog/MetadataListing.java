package dev.waybill.domain.catalog;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.artifact.ArtifactProblem;
import dev.waybill.domain.artifact.RepositoryObject;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Lists the documents of a repository. Contents, logs and media lie among them, many more than documents: a store that
/// looks into folders need not look into theirs, and where one lists in order, what has none is left out by beginning
/// anew behind it. One thread.
final class MetadataListing {
    /// After so many objects of a folder that has no document, about a page, the listing begins anew behind it.
    private static final int SKIPPED_AT_MOST = 1000;

    /// Sorts behind every other character.
    private static final String LAST_CHARACTER = "\uDBFF\uDFFF";

    private final IObjectStorageAdapter store;
    private final KeyPrefix root;
    private final boolean runs;
    private final boolean ordered;
    private final Map<ObjectKey, ObjectMetadata> documents = new LinkedHashMap<>();
    private final List<ArtifactProblem> problems = new ArrayList<>();
    private Instant latest = Instant.MIN;
    private long objects;
    private String skippable = "";
    private int skipped;

    private MetadataListing(IObjectStorageAdapter store, KeyPrefix root, boolean runs) {
        this.store = store;
        this.root = root;
        this.runs = runs;
        this.ordered = store.capabilities().has(Capability.KEY_ORDER);
    }

    /// Lists the repository at `root`.
    ///
    /// @param runs whether the documents of runs are wanted
    static MetadataListing of(IObjectStorageAdapter store, KeyPrefix root, boolean runs) {
        var listing = new MetadataListing(store, root, runs);
        KeyPrefix prefix = runs ? root : KeyPrefix.of(root.value() + "artifacts/");
        Optional<ObjectKey> behind = Optional.empty();
        do {
            behind = listing.read(prefix, behind);
        } while (behind.isPresent());
        return listing;
    }

    /// @return behind which key to go on, if anything is left
    private Optional<ObjectKey> read(KeyPrefix prefix, Optional<ObjectKey> behind) {
        try (Stream<ObjectMetadata> stream = list(prefix, behind)) {
            for (Iterator<ObjectMetadata> i = stream.iterator(); i.hasNext(); ) {
                ObjectMetadata object = i.next();
                objects++;
                latest = latest.isBefore(object.modified()) ? object.modified() : latest;
                Optional<ObjectKey> next = take(object);
                if (next.isPresent()) {
                    return next;
                }
            }
        }
        return Optional.empty();
    }

    @MustBeClosed
    private Stream<ObjectMetadata> list(KeyPrefix prefix, Optional<ObjectKey> behind) {
        ListOptions options = ListOptions.of(prefix)
                .withOmittable(this::hasNoDocument)
                .withOnSkipped(entry -> problem(entry.name(), "it has no name that a key can have: " + entry.reason()));
        return store.list(behind.map(options::withStartAfter).orElse(options));
    }

    /// Whether nothing in a folder can be a document, whatever its name.
    private boolean hasNoDocument(String folder) {
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

    private Optional<ObjectKey> take(ObjectMetadata object) {
        RepositoryObject kind = RepositoryObject.of(root, object.key());
        if (kind instanceof RepositoryObject.Other other) {
            return ordered ? other.skippable().flatMap(this::skip) : Optional.empty();
        }
        if (kind instanceof RepositoryObject.Misnamed misnamed) {
            problems.add(new ArtifactProblem(object.key().value(), misnamed.rule()));
        } else if (runs || !(kind instanceof RepositoryObject.Run)) {
            documents.put(object.key(), object);
        }
        return Optional.empty();
    }

    /// Whole branches, which end in no `/`, are left at their first object.
    private Optional<ObjectKey> skip(String folder) {
        skipped = folder.equals(skippable) ? skipped + 1 : 1;
        skippable = folder;
        if (folder.endsWith("/") && skipped < SKIPPED_AT_MOST) {
            return Optional.empty();
        }
        skippable = "";
        return ObjectKey.parse(folder + LAST_CHARACTER);
    }

    /// The documents, in the order of the listing.
    Map<ObjectKey, ObjectMetadata> documents() {
        return documents;
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
