package dev.waybill.domain.catalog;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A catalog that is brought up to date. Readers see nothing of it before [#commit], and then all.
///
/// Any number of threads may stage documents; the rest is for one thread.
public interface CatalogWriter extends AutoCloseable {
    /// How far it goes.
    CatalogState state();

    /// The documents it knows, in the order of their keys.
    ///
    /// @param after those behind this key; empty for the first
    /// @param most so many at most
    List<DocumentState> known(Optional<ObjectKey> after, int most);

    /// Which version of a document it knows.
    Optional<DocumentState> known(ObjectKey key);

    /// The documents it knows under a prefix.
    Map<ObjectKey, DocumentState> known(KeyPrefix prefix);

    /// The documents that were staged and not committed, by earlier syncs too that did not end, in the order of their
    /// keys.
    ///
    /// @param after those behind this key; empty for the first
    /// @param most so many at most
    List<DocumentState> staged(Optional<ObjectKey> after, int most);

    /// What a sync with this writer means to do; nothing at first.
    PlannedDocuments plan();

    /// Lays documents by, for a commit. They outlive this process.
    void stage(Collection<FetchedDocument> documents);

    /// Makes a change, all of it or nothing, and raises the revision.
    ///
    /// @param revision the revision that the change was made for
    /// @return whether it was made; not if somebody else changed the catalog since
    boolean commit(long revision, CatalogChange change);

    @Override
    void close();
}
