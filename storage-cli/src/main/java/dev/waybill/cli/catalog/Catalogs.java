package dev.waybill.cli.catalog;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.adapter.sqlite.SqliteCatalogStore;
import dev.waybill.cli.address.Location;
import dev.waybill.cli.run.Session;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.CatalogStore;
import dev.waybill.domain.config.UserCache;

/// The catalogs of this user.
public final class Catalogs {
    private Catalogs() {}

    /// Where they are kept.
    public static CatalogStore of(Session session) {
        var folder = UserCache.folder(session.surroundings().environment()).resolve("catalogs");
        return new SqliteCatalogStore(folder, session.console()::warning);
    }

    /// Which catalog is that of a repository. Asks the store nothing.
    public static CatalogId id(Location repository) {
        return new CatalogId(repository.store().store(), repository.folder());
    }

    /// Opens the catalog of a repository.
    ///
    /// @throws dev.waybill.domain.artifact.ArtifactFailure.NotFound if there is none
    @MustBeClosed
    public static CatalogBrowser browse(Session session, Location repository) {
        return CatalogBrowser.open(of(session), id(repository));
    }
}
