package dev.waybill.domain.catalog;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.List;
import java.util.Optional;

/// Keeps catalogs, each by itself. Any number of threads and processes may use it.
public interface CatalogStore {
    /// Opens a catalog to bring it up to date, making it where there is none. A damaged one is begun anew.
    @MustBeClosed
    CatalogWriter openWriter(CatalogId id);

    /// Opens what a catalog holds now, if there is one; what is written later does not show in it.
    Optional<CatalogReader> openReader(CatalogId id);

    /// A catalog that is to be looked at again and again. Opens nothing yet; there need be none.
    @MustBeClosed
    KeptCatalog keep(CatalogId id);

    /// The catalogs that there are.
    List<CatalogId> ids();
}
