package dev.waybill.domain.catalog;

import dev.waybill.port.ObjectKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What one sync means to do, kept beside the catalog so that a repository of any size is planned in the memory of a
/// page. It is gone with the writer, and nobody else sees it.
///
/// Any number of threads.
public interface PlannedDocuments {
    /// Plans this, in place of what was planned for the same keys.
    void add(Collection<PlannedDocument> documents);

    /// Plans nothing for a document.
    void drop(ObjectKey key);

    /// Whether anything is planned for a document.
    boolean has(ObjectKey key);

    /// What is planned, in the order of the keys.
    ///
    /// @param after of those behind this key; empty for the first
    /// @param most so many at most
    List<PlannedDocument> page(Optional<ObjectKey> after, int most);
}
