package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.RepositoryDocuments;
import dev.waybill.domain.artifact.RepositoryObject;
import dev.waybill.domain.artifact.format.LineageDocument;
import dev.waybill.domain.artifact.format.MalformedDocument;
import dev.waybill.domain.artifact.format.ManifestDocument;
import dev.waybill.domain.artifact.format.MetadataDocument;
import dev.waybill.domain.artifact.format.PythonWords;
import dev.waybill.domain.artifact.format.RunDocument;
import dev.waybill.domain.artifact.format.VersionEntry;
import dev.waybill.domain.artifact.format.VersionsDocument;
import dev.waybill.domain.catalog.DocumentState.Flaw;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whether bytes that were fetched are a document, and which others it calls for.
///
/// @param flaw what is wrong with it
/// @param named the documents of the versions that it publishes
record DocumentCheck(Optional<Flaw> flaw, List<ObjectKey> named) {
    private static final DocumentCheck SOUND = new DocumentCheck(Optional.empty(), List.of());

    static DocumentCheck of(KeyPrefix root, ObjectKey key, byte[] bytes) {
        try {
            return switch (RepositoryObject.of(root, key)) {
                case RepositoryObject.Index index -> {
                    var documents = new RepositoryDocuments(root);
                    var named = new ArrayList<ObjectKey>();
                    for (VersionEntry entry : VersionsDocument.read(bytes).versions()) {
                        named.add(documents.metadata(index.id(), entry.version()));
                        named.add(documents.manifest(index.id(), entry.version()));
                    }
                    yield new DocumentCheck(Optional.empty(), named);
                }
                case RepositoryObject.Metadata ignored -> {
                    MetadataDocument.read(bytes);
                    yield partly(PythonWords.in(bytes).stream().toList());
                }
                case RepositoryObject.Manifest ignored ->
                    partly(ManifestDocument.read(bytes).problems());
                case RepositoryObject.Run run
                when run.isCreated() || run.isUsed() -> {
                    LineageDocument.read(bytes);
                    yield SOUND;
                }
                case RepositoryObject.Run ignored -> {
                    RunDocument.read(bytes);
                    yield partly(PythonWords.in(bytes).stream().toList());
                }
                case RepositoryObject.Deleted ignored -> SOUND;
                case RepositoryObject.Misnamed ignored -> SOUND;
                case RepositoryObject.Other ignored -> SOUND;
            };
        } catch (MalformedDocument | IllegalArgumentException e) {
            // The latter where the number of a version makes a key longer than keys are.
            return flawed(Flaw.Kind.UNUSABLE, String.valueOf(e.getMessage()));
        }
    }

    private static DocumentCheck partly(List<String> problems) {
        if (problems.isEmpty()) {
            return SOUND;
        }
        String more = problems.size() == 1 ? "" : ", and " + (problems.size() - 1) + " more";
        return flawed(Flaw.Kind.PARTLY, problems.getFirst() + more);
    }

    private static DocumentCheck flawed(Flaw.Kind kind, String detail) {
        return new DocumentCheck(Optional.of(new Flaw(kind, detail)), List.of());
    }
}
