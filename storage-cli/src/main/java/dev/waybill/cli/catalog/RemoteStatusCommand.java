package dev.waybill.cli.catalog;

import dev.waybill.cli.address.Places;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Columns;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.artifact.LocalContents;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.CatalogState;
import dev.waybill.domain.catalog.CatalogStore;
import dev.waybill.domain.catalog.MetadataSelection;
import dev.waybill.domain.catalog.cache.CacheSettings;
import dev.waybill.domain.catalog.cache.CacheUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows which catalogs there are, without the network.
@Command(
        name = "status",
        description =
                "Show which repositories have a catalog here, what is in it and how old it is, which documents the last "
                        + "sync was to bring, and how much the cache of contents holds. Asks no store.",
        footerHeading = "%nExamples:%n",
        footer = {"  waybill remote status", "  waybill remote status lab --output json"})
public final class RemoteStatusCommand extends WaybillCommand {
    @Mixin
    private RepositoryPlace place = new RepositoryPlace();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text for people, json for machines (default: ${DEFAULT-VALUE}).")
    private CatalogFormat output = CatalogFormat.TEXT;

    /// @param surroundings what is around the run
    public RemoteStatusCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) {
        CatalogStore catalogs = Catalogs.of(session);
        List<CatalogId> ids = place.isGiven() ? List.of(named(session)) : catalogs.ids();
        var columns = new Columns("REPOSITORY", "SYNCED", "ARTIFACTS", "VERSIONS", "RUNS", "STALE", "SIZE");
        var selections = new ArrayList<String>();
        for (CatalogId id : ids) {
            try (CatalogBrowser browser = CatalogBrowser.open(catalogs, id)) {
                if (output == CatalogFormat.JSON) {
                    json(session, id, browser);
                } else {
                    row(session, columns, id, browser);
                    selection(id, browser.state().selection()).ifPresent(selections::add);
                }
            }
        }
        columns.lines().forEach(session.console()::line);
        selections.forEach(session.console()::line);
        cache(session);
        if (ids.isEmpty()) {
            session.console().note("no catalogs yet; waybill remote sync makes one");
        }
        return ExitCode.DONE;
    }

    private void cache(Session session) {
        CacheSettings settings = Caches.settings(session);
        if (!settings.isThere()) {
            return;
        }
        try (var cache = Caches.open(session, settings)) {
            cache(session, settings, cache.usage(), cache.pins().all().size());
        } catch (LocalContents.Unusable e) {
            session.console().warning(String.valueOf(e.getMessage()));
        }
    }

    private void cache(Session session, CacheSettings settings, CacheUsage usage, int pins) {
        if (output == CatalogFormat.JSON) {
            new Ndjson(session.console().out()).event("cache", json -> {
                json.writeStringProperty("folder", settings.folder().toString());
                json.writeNumberProperty("contents", usage.contents());
                json.writeNumberProperty("bytes", usage.bytes());
                json.writeNumberProperty("unfinishedBytes", usage.unfinishedBytes());
                json.writeNumberProperty("linkedBytes", usage.linkedBytes());
                json.writeNumberProperty("limitBytes", usage.limitBytes());
                json.writeNumberProperty("versions", usage.versions());
                json.writeNumberProperty("pins", pins);
                json.writeNumberProperty("pinnedBytes", usage.pinnedBytes());
            });
            return;
        }
        String unfinished =
                usage.unfinishedBytes() == 0 ? "" : " (" + Sizes.of(usage.unfinishedBytes()) + " unfinished)";
        session.console()
                .line("cache: " + Sizes.of(usage.bytes()) + unfinished + " of " + Sizes.of(usage.limitBytes()) + ", "
                        + Sizes.count(usage.versions(), "version") + ", " + pins + " pinned ("
                        + Sizes.of(usage.pinnedBytes()) + "), in "
                        + SafeText.of(settings.folder().toString()));
    }

    private CatalogId named(Session session) {
        try (var places = new Places(session, false)) {
            return Catalogs.id(place.in(session, places));
        }
    }

    private static void json(Session session, CatalogId id, CatalogBrowser browser) {
        CatalogState state = browser.state();
        new Ndjson(session.console().out()).event("catalog", json -> {
            json.writeStringProperty("repository", id.toString());
            state.syncedAt().ifPresent(time -> json.writeStringProperty("syncedAt", time.toString()));
            state.listedAt().ifPresent(time -> json.writeStringProperty("listedAt", time.toString()));
            json.writeBooleanProperty("othersWrite", state.foreign());
            Ndjson.texts(json, "include", state.selection().include());
            Ndjson.texts(json, "exclude", state.selection().exclude());
            json.writeNumberProperty("problems", browser.problems().size());
            CatalogText.size(json, browser.size());
        });
    }

    /// What of the documents of a repository its catalog holds; nothing for all of them.
    private static Optional<String> selection(CatalogId id, MetadataSelection selection) {
        if (selection.isAll()) {
            return Optional.empty();
        }
        var parts = new ArrayList<String>();
        if (!selection.include().isEmpty()) {
            parts.add("only " + String.join(", ", selection.include()));
        }
        if (!selection.exclude().isEmpty()) {
            parts.add("without " + String.join(", ", selection.exclude()));
        }
        return Optional.of(id + " was synced " + String.join(", ", parts)).map(SafeText::of);
    }

    private static void row(Session session, Columns columns, CatalogId id, CatalogBrowser browser) {
        var size = browser.size();
        columns.row(
                id.toString(),
                ago(browser.state().syncedAt(), session.surroundings().clock().instant()),
                Long.toString(size.artifacts()),
                Long.toString(size.versions()),
                Long.toString(size.runs()),
                Long.toString(size.stale()),
                Sizes.of(size.bytes()));
    }

    /// How long ago that was.
    static String ago(Optional<Instant> synced, Instant now) {
        if (synced.isEmpty()) {
            return "never";
        }
        Duration age = Duration.between(synced.get(), now).truncatedTo(ChronoUnit.SECONDS);
        return age.isNegative()
                ? synced.get().truncatedTo(ChronoUnit.SECONDS).toString()
                : Sizes.duration(age.toNanos()) + " ago";
    }
}
