package dev.waybill.cli.catalog;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.adapter.sqlite.SqliteOperationHistory;
import dev.waybill.cli.address.Location;
import dev.waybill.cli.run.HostName;
import dev.waybill.cli.run.Session;
import dev.waybill.domain.artifact.ArtifactRepository;
import dev.waybill.domain.catalog.CatalogRefresh;
import dev.waybill.domain.config.UserState;
import dev.waybill.domain.operation.ArtifactOperations;
import dev.waybill.domain.operation.OperationHistory;
import dev.waybill.domain.operation.OperationRecorder;

/// Changes of repositories by this user.
public final class Operations {
    private Operations() {}

    /// Where they are recorded.
    @MustBeClosed
    public static OperationHistory history(Session session) {
        var file = UserState.folder(session.surroundings().environment()).resolve("operations.db");
        return new SqliteOperationHistory(file, session.console()::warning);
    }

    /// Changes a repository, with record and catalog.
    ///
    /// @param history where changes are recorded
    public static ArtifactOperations of(
            Session session, Location location, ArtifactRepository repository, OperationHistory history) {
        var clock = session.surroundings().clock();
        var recorder =
                new OperationRecorder(history, Catalogs.id(location), who(session), clock, session.console()::warning);
        var catalog = new CatalogRefresh(location.store(), location.folder(), Catalogs.of(session), clock);
        return new ArtifactOperations(repository, catalog, recorder);
    }

    private static String who(Session session) {
        return System.getProperty("user.name", "unknown") + "@" + HostName.of(session.surroundings());
    }
}
