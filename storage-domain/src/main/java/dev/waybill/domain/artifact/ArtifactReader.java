package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestDocument;
import dev.waybill.domain.artifact.format.MetadataDocument;
import dev.waybill.domain.artifact.format.VersionEntry;
import dev.waybill.domain.artifact.format.VersionsDocument;
import dev.waybill.domain.service.ObjectStorageService;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/// Reads what a repository says of its artifacts. Whatever lies there may be damaged or hostile: what cannot be used is
/// named and passed over, the rest is read.
final class ArtifactReader {
    private static final int AT_ONCE = 16;

    private final IObjectStorageAdapter store;
    private final ArtifactKeys keys;
    private final Documents documents;

    ArtifactReader(IObjectStorageAdapter store, ArtifactKeys keys) {
        this(store, keys, new Documents(store));
    }

    ArtifactReader(IObjectStorageAdapter store, ArtifactKeys keys, Documents documents) {
        this.store = store;
        this.keys = keys;
        this.documents = documents;
    }

    /// Every artifact, by type and name.
    List<ArtifactSummary> list(Consumer<? super ArtifactProblem> problems) throws InterruptedException {
        var found = new ConcurrentSkipListMap<ArtifactId, ArtifactSummary>();
        try (var tasks = Tasks.failingFast(AT_ONCE)) {
            for (var listed : new ArtifactListing(store, keys).run(problems).entrySet()) {
                ArtifactId id = listed.getKey();
                tasks.submit(
                        () -> summary(id, listed.getValue(), problems).ifPresent(summary -> found.put(id, summary)));
            }
            tasks.join();
        }
        return List.copyOf(found.values());
    }

    private Optional<ArtifactSummary> summary(
            ArtifactId id, ArtifactListing.Marks marks, Consumer<? super ArtifactProblem> problems) {
        try {
            return index(id)
                    .map(index -> ArtifactSummary.of(
                            id, index, number -> marks.areKnown() ? marks.has(number) : isDeleted(id, number)));
        } catch (ArtifactFailure.Malformed e) {
            tell(problems, keys.versions(id).value(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /// What looks like an artifact: the folders in the folders of types.
    List<ArtifactId> ids(Consumer<? super ArtifactProblem> problems) {
        var ids = new ArrayList<ArtifactId>();
        for (String type : foldersIn(keys.artifacts().value())) {
            if (!type.startsWith(".")) {
                for (String name : foldersIn(keys.artifacts().value() + type + "/")) {
                    try {
                        ids.add(new ArtifactId(type, name));
                    } catch (IllegalArgumentException e) {
                        tell(problems, keys.artifacts().value() + type + "/" + name, String.valueOf(e.getMessage()));
                    }
                }
            }
        }
        return ids;
    }

    /// The names of the folders in a folder.
    List<String> foldersIn(String folder) {
        return new ObjectStorageService(store)
                .listObjects(folder).stream()
                        .filter(path -> path.endsWith("/"))
                        .map(path -> path.substring(folder.length(), path.length() - 1))
                        .toList();
    }

    private static void tell(Consumer<? super ArtifactProblem> problems, String where, String detail) {
        synchronized (problems) {
            problems.accept(new ArtifactProblem(where, detail));
        }
    }

    /// The index of an artifact, if it has one.
    ///
    /// @throws ArtifactFailure.Malformed if it cannot be read
    Optional<VersionsDocument> index(ArtifactId id) {
        return documents.read(keys.versions(id), VersionsDocument::read);
    }

    /// The index of an artifact.
    ///
    /// @throws ArtifactFailure.NotFound if it has none
    VersionsDocument requiredIndex(ArtifactId id) {
        return index(id).orElseThrow(() -> new ArtifactFailure.NotFound("no artifact " + id + " in " + store.store()));
    }

    /// The versions of an artifact, in order.
    List<VersionSummary> versions(ArtifactId id) throws InterruptedException {
        VersionsDocument index = requiredIndex(id);
        var found = new ConcurrentSkipListMap<Integer, VersionSummary>();
        try (var tasks = Tasks.failingFast(AT_ONCE)) {
            for (VersionEntry entry : index.versions()) {
                tasks.submit(() -> found.put(
                        entry.version(),
                        new VersionSummary(entry, index.aliasesOf(entry.version()), isDeleted(id, entry.version()))));
            }
            tasks.join();
        }
        return List.copyOf(found.values());
    }

    boolean isDeleted(ArtifactId id, int version) {
        return store.stat(keys.deleted(id, version)).isPresent();
    }

    /// What `reference` names: an artifact, and the number of one of its versions.
    record Resolved(ArtifactId id, VersionEntry entry, VersionsDocument index) {}

    /// The version that `reference` names.
    ///
    /// @throws ArtifactFailure.NotFound if there is none, saying what there is
    /// @throws ArtifactFailure.Ambiguous if two types have the name
    Resolved resolve(ArtifactReference reference) {
        ArtifactId id = identify(reference.type(), reference.name());
        VersionsDocument index = requiredIndex(id);
        int number = reference.version().orElseGet(() -> aliased(id, index, reference));
        VersionEntry entry = index.version(number)
                .orElseThrow(() -> new ArtifactFailure.NotFound(
                        "no version v" + number + " of " + id + " in " + store.store() + "; it has " + numbers(index)));
        return new Resolved(id, entry, index);
    }

    /// The artifact of this name, of whatever type.
    ///
    /// @throws ArtifactFailure.NotFound if there is none
    /// @throws ArtifactFailure.Ambiguous if two types have the name
    ArtifactId identify(Optional<String> type, String name) {
        if (type.isPresent()) {
            return new ArtifactId(type.get(), name);
        }
        List<ArtifactId> found = foldersIn(keys.artifacts().value()).stream()
                .filter(each -> NameRules.violation(each).isEmpty())
                .map(each -> new ArtifactId(each, name))
                .filter(id -> store.stat(keys.versions(id)).isPresent())
                .toList();
        if (found.isEmpty()) {
            throw new ArtifactFailure.NotFound(
                    "no artifact " + NameRules.quoted(name) + " of any type in " + store.store());
        }
        if (found.size() > 1) {
            throw new ArtifactFailure.Ambiguous("two types have an artifact " + NameRules.quoted(name)
                    + "; say which one: " + found.get(0) + " or " + found.get(1));
        }
        return found.get(0);
    }

    private int aliased(ArtifactId id, VersionsDocument index, ArtifactReference reference) {
        String alias = reference.alias().orElse(VersionsDocument.LATEST);
        Integer number = index.aliases().get(alias);
        if (number == null) {
            throw new ArtifactFailure.NotFound("no alias " + NameRules.quoted(alias) + " of " + id + " in "
                    + store.store() + "; it has "
                    + String.join(", ", index.aliases().keySet()) + " and "
                    + numbers(index));
        }
        return number;
    }

    private static String numbers(VersionsDocument index) {
        var numbers = index.versions();
        return numbers.isEmpty()
                ? "no version"
                : numbers.size() == 1
                        ? "v" + numbers.getFirst().version()
                        : "v" + numbers.getFirst().version() + " to v"
                                + numbers.getLast().version();
    }

    /// What `reference` names, but for its files' bytes. Runicorn leaves `latest` at a version that it deletes: it is
    /// the newest of the others then, if there is one.
    ///
    /// @throws ArtifactFailure.NotFound if there is none, saying what there is
    /// @throws ArtifactFailure.Ambiguous if two types have the name
    /// @throws ArtifactFailure.Malformed if a document of it is damaged or missing
    ArtifactVersion version(ArtifactReference reference) {
        Resolved named = resolve(reference);
        ArtifactVersion version = version(named);
        if (!version.deleted() || !reference.isLatest()) {
            return version;
        }
        return newestLive(named.id(), named.index(), version.number())
                .flatMap(named.index()::version)
                .map(entry -> version(new Resolved(named.id(), entry, named.index())))
                .orElse(version);
    }

    /// The newest version but `doomed` that is not deleted.
    Optional<Integer> newestLive(ArtifactId id, VersionsDocument index, int doomed) {
        return index.versions().reversed().stream()
                .map(VersionEntry::version)
                .filter(number -> number != doomed && !isDeleted(id, number))
                .findFirst();
    }

    /// Everything of a version but its files' bytes.
    ///
    /// @throws ArtifactFailure.Malformed if a document of it is damaged or missing
    ArtifactVersion version(Resolved resolved) {
        ArtifactId id = resolved.id();
        int number = resolved.entry().version();
        ObjectKey metadataKey = keys.metadata(id, number);
        MetadataDocument metadata =
                documents.read(metadataKey, MetadataDocument::read).orElseThrow(() -> missing(metadataKey));
        ObjectKey manifestKey = keys.manifest(id, number);
        byte[] text = documents
                .raw(manifestKey)
                .orElseThrow(() -> missing(manifestKey))
                .bytes();
        ManifestDocument manifest = documents.of(manifestKey, text, ManifestDocument::read);
        var problems = new ArrayList<>(manifest.problems());
        if (metadata.manifestDigest()
                .filter(digest -> !isDigestOf(digest, text))
                .isPresent()) {
            problems.add("the manifest is not the one whose digest the metadata has");
        }
        return new ArtifactVersion(
                id,
                resolved.entry(),
                metadata,
                manifest,
                resolved.index().aliasesOf(number),
                isDeleted(id, number),
                List.copyOf(problems));
    }

    /// Runicorn on Windows takes the digest before it writes `\r\n` for each line feed.
    private static boolean isDigestOf(String digest, byte[] text) {
        if (sha256(text).equals(digest)) {
            return true;
        }
        String unix = new String(text, StandardCharsets.UTF_8).replace("\r\n", "\n");
        return sha256(unix.getBytes(StandardCharsets.UTF_8)).equals(digest);
    }

    static String sha256(byte[] bytes) {
        return ContentHasher.hash(ChecksumAlgorithm.SHA256, bytes).hex();
    }

    private ArtifactFailure.Malformed missing(ObjectKey key) {
        return new ArtifactFailure.Malformed(store.store(), key, "it is missing");
    }
}
