package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.RepositoryDocuments;
import dev.waybill.domain.artifact.RepositoryObject;
import dev.waybill.domain.artifact.RunLineage;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.artifact.format.LineageDocument;
import dev.waybill.domain.artifact.format.MalformedDocument;
import dev.waybill.domain.artifact.format.ManifestDocument;
import dev.waybill.domain.artifact.format.MetadataDocument;
import dev.waybill.domain.artifact.format.RunDocument;
import dev.waybill.domain.artifact.format.VersionEntry;
import dev.waybill.domain.artifact.format.VersionsDocument;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes the index of a catalog anew of its documents, where they changed. One commit, one thread.
final class CatalogIndexer {
    private final KeyPrefix root;
    private final RepositoryDocuments documents;
    private final CatalogEdit edit;
    private final MetadataSelection selection;

    CatalogIndexer(KeyPrefix root, CatalogEdit edit, MetadataSelection selection) {
        this.root = root;
        this.selection = selection;
        this.documents = new RepositoryDocuments(root);
        this.edit = edit;
    }

    /// Makes a document of its bytes.
    private interface Reading<T> {
        T read(byte[] bytes) throws MalformedDocument;
    }

    /// A document as far as it is known.
    private record Found<T>(Optional<T> document, boolean stale) {}

    private <T> Found<T> find(ObjectKey key, Reading<T> reading) {
        Optional<StoredDocument> stored = edit.document(key);
        Optional<byte[]> bytes = stored.flatMap(StoredDocument::bytes);
        if (bytes.isEmpty()) {
            // What is left out is not known, and so cannot be older than in the repository.
            return new Found<>(Optional.empty(), selection.has(root, key));
        }
        try {
            return new Found<>(
                    Optional.of(reading.read(bytes.get())),
                    stored.filter(StoredDocument::stale).isPresent());
        } catch (MalformedDocument e) {
            // An older version of this program took it, and this one is stricter.
            return new Found<>(Optional.empty(), true);
        }
    }

    /// Indexes an artifact; one that has no index is none.
    void artifact(ArtifactId id) {
        Found<VersionsDocument> index = find(documents.index(id), VersionsDocument::read);
        if (index.document().isEmpty()) {
            edit.remove(id);
            return;
        }
        VersionsDocument known = index.document().get();
        List<ArtifactRecord.Version> versions =
                known.versions().stream().map(entry -> version(id, entry)).toList();
        Set<Integer> deleted = versions.stream()
                .filter(ArtifactRecord.Version::deleted)
                .map(version -> version.entry().version())
                .collect(Collectors.toSet());
        Optional<Integer> latest = known.latest(deleted::contains).map(VersionEntry::version);
        edit.put(new ArtifactRecord(id, versions, latest, known.aliases(), index.stale()));
    }

    private ArtifactRecord.Version version(ArtifactId id, VersionEntry entry) {
        int number = entry.version();
        Found<MetadataDocument> metadata = find(documents.metadata(id, number), MetadataDocument::read);
        Found<ManifestDocument> manifest = find(documents.manifest(id, number), ManifestDocument::read);
        return new ArtifactRecord.Version(
                entry,
                edit.document(documents.deleted(id, number)).isPresent(),
                metadata.document().map(MetadataDocument::description).orElse(""),
                metadata.document().map(MetadataDocument::tags).orElse(List.of()),
                metadata.document().map(each -> each.metadata().toString()).orElse("{}"),
                manifest.document().map(ManifestDocument::files).orElse(List.of()),
                manifest.document().map(each -> each.references().size()).orElse(0),
                manifest.document()
                        .map(each -> each.totalBytes() - each.fileBytes())
                        .orElse(0L),
                metadata.stale() || manifest.stale());
    }

    /// Indexes a run; one of which nothing is there is none.
    void run(RunPath run) {
        if (RepositoryObject.RUN_DOCUMENTS.stream()
                .map(file -> documents.run(run, file))
                .allMatch(key -> edit.document(key).isEmpty())) {
            edit.remove(run);
            return;
        }
        Optional<RunDocument> meta =
                find(documents.run(run, "meta.json"), RunDocument::read).document();
        Optional<RunDocument> status =
                find(documents.run(run, "status.json"), RunDocument::read).document();
        edit.put(new RunRecord(
                new RunLineage(run, entries(run, "artifacts_created.json"), entries(run, "artifacts_used.json")),
                status.flatMap(RunDocument::status).orElse(""),
                meta.flatMap(RunDocument::createdAt).or(() -> status.flatMap(RunDocument::createdAt)),
                edit.document(documents.run(run, ".deleted")).isPresent()));
    }

    private List<LineageDocument.Entry> entries(RunPath run, String file) {
        return find(documents.run(run, file), LineageDocument::read)
                .document()
                .map(LineageDocument::entries)
                .orElse(List.of());
    }
}
