package dev.waybill.domain.catalog;

import java.util.Optional;

/// A catalog that is looked at again and again: what was opened for one look serves the next. Each look sees what the
/// catalog holds when it begins, whoever wrote it, removed it or put another in its place meanwhile. Any number of
/// threads, and each may look while others do.
public interface KeptCatalog extends AutoCloseable {
    /// Opens what the catalog holds now, if there is one. Who opened it closes it, before or after this is closed.
    Optional<CatalogReader> read();

    /// Lets go of what is kept. Looks that come later open what they need for themselves.
    @Override
    void close();
}
