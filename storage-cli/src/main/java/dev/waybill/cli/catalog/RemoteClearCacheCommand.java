package dev.waybill.cli.catalog;

import dev.waybill.cli.address.Places;
import dev.waybill.cli.command.SizeConverter;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.catalog.cache.CacheCleared;
import dev.waybill.domain.catalog.cache.CacheClearing;
import dev.waybill.domain.catalog.cache.CacheSettings;
import dev.waybill.domain.catalog.cache.CacheUsage;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Removes contents from the cache.
@Command(
        name = "clear-cache",
        description = {
            "Remove from the cache of this machine what was used longest ago.",
            "What is pinned, in use, or linked to from a folder outside of the cache stays. Catalogs stay, too, and nothing "
                    + "is changed in any store."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill remote clear-cache lab             what only the repository in lab has",
            "  waybill remote clear-cache --to 2GiB       what was used last stays",
            "  waybill remote clear-cache --all --dry-run"
        })
public final class RemoteClearCacheCommand extends WaybillCommand {
    @Mixin
    private RepositoryPlace place = new RepositoryPlace();

    @Option(names = "--all", description = "Of all repositories.")
    private boolean all;

    @Option(
            names = "--to",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Only until no more than this is left; of a repository, if one is named.")
    private Optional<Long> keep = Optional.empty();

    @Option(names = "--pinned", description = "Also what belongs to pinned versions.")
    private boolean pinned;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only say what would go.")
    private boolean dryRun;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text for people, json for machines (default: ${DEFAULT-VALUE}).")
    private CatalogFormat output = CatalogFormat.TEXT;

    /// @param surroundings what is around the run
    public RemoteClearCacheCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) throws InterruptedException {
        CacheClearing clearing = clearing(session);
        CacheSettings settings = Caches.settings(session);
        if (!settings.isThere()) {
            print(session, CacheCleared.NOTHING, CacheUsage.none(settings.limitBytes()));
            return ExitCode.DONE;
        }
        try (var cache = Caches.open(session, settings)) {
            CacheCleared cleared = cache.clear(clearing);
            print(session, cleared, cache.usage());
        }
        return ExitCode.DONE;
    }

    private CacheClearing clearing(Session session) {
        if (place.isGiven() && all) {
            throw CommandFailure.usage("a repository and --all exclude each other", "leave one of them out");
        }
        if (!place.isGiven() && !all && keep.isEmpty()) {
            throw CommandFailure.usage(
                    "clear-cache needs to know what is to go", "name a repository, or write --to SIZE or --all");
        }
        CacheClearing clearing = new CacheClearing(Optional.empty(), keep.orElse(0L), pinned, dryRun);
        if (!place.isGiven()) {
            return clearing;
        }
        try (var places = new Places(session, false)) {
            return clearing.of(Catalogs.id(place.in(session, places)));
        }
    }

    private void print(Session session, CacheCleared cleared, CacheUsage usage) {
        if (output == CatalogFormat.JSON) {
            new Ndjson(session.console().out()).event("cleared", json -> {
                json.writeBooleanProperty("dryRun", dryRun);
                json.writeNumberProperty("contents", cleared.contents());
                json.writeNumberProperty("bytes", cleared.bytes());
                json.writeNumberProperty("versions", cleared.versions());
                json.writeNumberProperty("bytesLeft", usage.bytes());
            });
            return;
        }
        session.console()
                .line((dryRun ? "would remove " : "removed ") + Sizes.count(cleared.contents(), "content") + " ("
                        + Sizes.of(cleared.bytes()) + ") and " + Sizes.count(cleared.versions(), "folder")
                        + " of versions; " + Sizes.of(usage.bytes()) + (dryRun ? " are there" : " are left"));
    }
}
