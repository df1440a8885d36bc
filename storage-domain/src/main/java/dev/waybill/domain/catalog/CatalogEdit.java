package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactProblem;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.port.ObjectKey;
import java.util.List;
import java.util.Optional;

/// A catalog while it is changed. One thread.
public interface CatalogEdit {
    /// Takes a staged document in, so that it is staged no more. Where it brings no bytes, those that are known stay,
    /// as stale ones.
    ///
    /// @return whether it says something else than before, or has another flaw
    boolean take(ObjectKey key);

    /// Forgets what is staged and was not taken in.
    void discardStaged();

    /// Writes that a mark is there.
    void mark(DocumentState state);

    /// Forgets a document.
    void remove(ObjectKey key);

    /// A document as it is now.
    Optional<StoredDocument> document(ObjectKey key);

    /// Writes what the index says of an artifact, in place of what it said.
    void put(ArtifactRecord artifact);

    /// Takes an artifact out of the index.
    void remove(ArtifactId artifact);

    /// Writes what the index says of a run, in place of what it said.
    void put(RunRecord run);

    /// Takes a run out of the index.
    void remove(RunPath run);

    /// Writes what of the listing could not be used.
    void problems(List<ArtifactProblem> problems);

    /// Writes how far the catalog goes.
    void state(CatalogState state);
}
