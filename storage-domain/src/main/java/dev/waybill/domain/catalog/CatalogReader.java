package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.ArtifactProblem;
import dev.waybill.domain.artifact.ArtifactSummary;
import dev.waybill.domain.artifact.RepositoryStatistics;
import dev.waybill.domain.artifact.RunLookup;
import dev.waybill.port.ObjectKey;
import java.util.List;
import java.util.Optional;

/// What a catalog holds at one moment. Any number of threads; they take turns.
public interface CatalogReader extends RunLookup, AutoCloseable {
    /// How far it goes.
    CatalogState state();

    /// A document.
    Optional<StoredDocument> document(ObjectKey key);

    /// Which version of a document is known.
    Optional<DocumentState> known(ObjectKey key);

    /// Those of these documents that are older here than in the repository, where they cannot be used.
    List<DocumentState> stale(List<ObjectKey> keys);

    /// The types that have an artifact of this name, in order.
    List<String> types(String name);

    /// The artifacts that are asked for.
    CatalogPage<ArtifactSummary> artifacts(CatalogQuery query);

    /// The versions that have all of these words in their name, description, tags or metadata, the best first.
    ///
    /// @param words words, or beginnings of words
    CatalogPage<CatalogHit> search(List<String> words, CatalogQuery query);

    /// Counts what there is.
    RepositoryStatistics statistics();

    /// How much it holds.
    CatalogSize size();

    /// What of the repository cannot be used, by name.
    List<ArtifactProblem> problems();

    @Override
    void close();
}
