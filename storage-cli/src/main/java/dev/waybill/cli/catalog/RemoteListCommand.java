package dev.waybill.cli.catalog;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Columns;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.CatalogReader;
import dev.waybill.domain.catalog.CatalogStore;
import dev.waybill.domain.config.RemoteConfiguration;
import dev.waybill.domain.config.UrlText;
import dev.waybill.port.StoreId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lists the remotes that are configured.
@Command(
        name = "ls",
        description = {
            "List the remotes that are configured here: where they are, and how old their catalogs are. Connects to "
                    + "nothing.",
            "The one used where none is named has a *."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  waybill remote ls", "  waybill remote ls --output json"})
public final class RemoteListCommand extends WaybillCommand {
    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text for people, json for machines (default: ${DEFAULT-VALUE}).")
    private CatalogFormat output = CatalogFormat.TEXT;

    /// @param surroundings what is around the run
    public RemoteListCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /// What is told of a remote.
    ///
    /// @param place which store it is; empty if this machine lacks something for it
    /// @param synced when the newest catalog of a repository in it was brought up to date
    private record Row(
            RemoteConfiguration remote, Optional<StoreId> place, boolean isDefault, Optional<Instant> synced) {}

    @Override
    protected ExitCode run(Session session) {
        CatalogStore catalogs = Catalogs.of(session);
        List<CatalogId> ids = catalogs.ids();
        var configuration = session.configuration();
        List<Row> rows = configuration.remotes().values().stream()
                .map(remote -> {
                    Optional<StoreId> place = remote.problems().isEmpty()
                            ? Optional.of(remote.store().store())
                            : Optional.empty();
                    return new Row(
                            remote,
                            place,
                            remote.name().equals(configuration.remote()),
                            place.flatMap(store -> synced(catalogs, ids, store)));
                })
                .toList();
        if (output == CatalogFormat.JSON) {
            rows.forEach(row -> json(session, row));
            return ExitCode.DONE;
        }
        var columns = new Columns("REMOTE", "PROVIDER", "WHERE", "CATALOG");
        for (Row row : rows) {
            columns.row(
                    (row.isDefault() ? "* " : "  ") + row.remote().name(),
                    row.remote().provider(),
                    row.place().map(StoreId::toString).orElse("- (" + problem(row) + ")"),
                    RemoteStatusCommand.ago(
                            row.synced(), session.surroundings().clock().instant()));
        }
        columns.lines().forEach(session.console()::line);
        if (!configuration.remotes().containsKey(configuration.remote())) {
            session.console().note("where none is named: " + SafeText.of(UrlText.shown(configuration.remote())));
        }
        return ExitCode.DONE;
    }

    private static String problem(Row row) {
        return row.remote().problems().stream()
                .map(problem -> problem.message())
                .findFirst()
                .orElse("");
    }

    private static Optional<Instant> synced(CatalogStore catalogs, List<CatalogId> ids, StoreId store) {
        return ids.stream()
                .filter(id -> id.store().equals(store))
                .flatMap(id -> synced(catalogs, id))
                .max(Comparator.naturalOrder());
    }

    private static Stream<Instant> synced(CatalogStore catalogs, CatalogId id) {
        Optional<CatalogReader> opened = catalogs.openReader(id);
        if (opened.isEmpty()) {
            return Stream.of();
        }
        try (CatalogReader reader = opened.get()) {
            return reader.state().syncedAt().stream();
        }
    }

    private static void json(Session session, Row row) {
        new Ndjson(session.console().out()).event("remote", json -> {
            json.writeStringProperty("name", row.remote().name());
            json.writeStringProperty("provider", row.remote().provider());
            row.place().ifPresent(place -> json.writeStringProperty("where", place.toString()));
            json.writeBooleanProperty("default", row.isDefault());
            row.synced().ifPresent(time -> json.writeStringProperty("syncedAt", time.toString()));
            json.writeArrayPropertyStart("problems");
            row.remote().problems().forEach(problem -> json.writeString(problem.toString()));
            json.writeEndArray();
        });
    }
}
