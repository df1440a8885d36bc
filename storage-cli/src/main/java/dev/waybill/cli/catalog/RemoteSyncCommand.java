package dev.waybill.cli.catalog;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.command.AgeConverter;
import dev.waybill.cli.command.SizeConverter;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failures;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.Progress;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.CatalogKeeper;
import dev.waybill.domain.catalog.CatalogPace;
import dev.waybill.domain.catalog.CatalogSize;
import dev.waybill.domain.catalog.CatalogStore;
import dev.waybill.domain.catalog.MetadataSync;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.catalog.MetadataSyncReport;
import dev.waybill.domain.layer.Sleeper;
import dev.waybill.port.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Brings the catalog of a repository up to date.
@Command(
        name = "sync",
        description = {
            "Bring here what a repository says of its artifacts and runs, and none of their contents.",
            "Only small documents that changed are fetched. waybill artifact ls, show, search and others then answer from "
                    + "the catalog, without the network: --offline."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill remote sync lab",
            "  waybill remote sync s3://bucket/experiments --metadata-size-limit 64MiB",
            "  waybill remote sync lab --trust-generation 1d   where nobody but waybill writes",
            "  waybill remote sync lab --every 10m             until it is ended"
        })
public final class RemoteSyncCommand extends WaybillCommand {
    @Mixin
    private RepositoryPlace place = new RepositoryPlace();

    @Option(names = "--full", description = "List in any case, and fetch again what could not be used.")
    private boolean full;

    @Option(
            names = "--metadata-size-limit",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            defaultValue = "16MiB",
            description = "Documents that are longer are named and left out (default: ${DEFAULT-VALUE}).")
    private long limit = MetadataSyncOptions.DEFAULT.maxDocumentBytes();

    @Option(
            names = "--transfers",
            paramLabel = "N",
            defaultValue = "32",
            description = "So many documents at once (default: ${DEFAULT-VALUE}).")
    private int transfers = MetadataSyncOptions.DEFAULT.atOnce();

    @Option(names = "--no-runs", description = "Leave runs out; there is no lineage then.")
    private boolean noRuns;

    @Option(
            names = "--trust-generation",
            paramLabel = "AGE",
            converter = AgeConverter.class,
            description = "For so long after a listing, one request is enough to tell that nothing is new; right where "
                    + "only waybill writes (default: 1h in object stores, 0s elsewhere).")
    private Optional<Duration> trust = Optional.empty();

    @Option(
            names = "--every",
            paramLabel = "AGE",
            converter = AgeConverter.class,
            description =
                    "Do not end, but sync again after so long, a little more or less; after a failure later, up to "
                            + "an hour.")
    private Optional<Duration> every = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text for people, json for machines (default: ${DEFAULT-VALUE}).")
    private CatalogFormat output = CatalogFormat.TEXT;

    /// @param surroundings what is around the run
    public RemoteSyncCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int transfers() {
        return Math.max(1, transfers);
    }

    @Override
    protected ExitCode run(Session session) throws InterruptedException {
        MetadataSyncOptions options = options();
        try (var places = new Places(session, false)) {
            Location repository = place.in(session, places);
            var catalogs = Catalogs.of(session);
            var sync = new MetadataSync(
                    repository.store(),
                    repository.folder(),
                    catalogs,
                    session.surroundings().clock());
            if (every.isPresent()) {
                keeper(every.get()).run(List.of(sync), options, telling(session, catalogs));
            }
            MetadataSyncReport report = run(session, sync, options);
            tell(session, catalogs, sync.id(), report);
            return report.problems().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
        }
    }

    private static CatalogKeeper keeper(Duration interval) {
        if (interval.isZero()) {
            throw CommandFailure.usage("--every must be longer than nothing", "write --every 10m");
        }
        Duration longest = CatalogPace.DEFAULT.longest();
        var pace = new CatalogPace(
                interval, interval.compareTo(longest) > 0 ? interval : longest, CatalogPace.DEFAULT.jitter());
        return new CatalogKeeper(pace, Sleeper.REAL, new Random());
    }

    private CatalogKeeper.Listener telling(Session session, CatalogStore catalogs) {
        return new CatalogKeeper.Listener() {
            @Override
            public void synced(CatalogId catalog, MetadataSyncReport report) {
                tell(session, catalogs, catalog, report);
                // Results are held back until there are many, which this waits for in vain.
                session.console().out().flush();
            }

            @Override
            public void failed(CatalogId catalog, RuntimeException failure) {
                session.console().failure(Failures.of(failure));
            }
        };
    }

    private void tell(Session session, CatalogStore catalogs, CatalogId id, MetadataSyncReport report) {
        report.problems().forEach(problem -> session.console().warning(problem.toString()));
        try (CatalogBrowser browser = CatalogBrowser.open(catalogs, id)) {
            print(session, id, report, browser.size());
        }
    }

    private MetadataSyncOptions options() {
        try {
            return new MetadataSyncOptions(limit, transfers, full, trust, !noRuns);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "see waybill remote sync --help");
        }
    }

    private static MetadataSyncReport run(Session session, MetadataSync sync, MetadataSyncOptions options)
            throws InterruptedException {
        try (Progress progress = session.progress(false)) {
            return sync.run(options, new MetadataSyncListener() {
                @Override
                public void planned(long documents, long bytes) {
                    // The bytes are told of with the first, the others are counted.
                    for (long number = 0; number < documents; number++) {
                        progress.planned(number == 0 ? bytes : 0);
                    }
                    progress.planIsComplete();
                }

                @Override
                public void fetched(ObjectKey key, long bytes) {
                    progress.moved(bytes);
                    progress.finished();
                }
            });
        }
    }

    private void print(Session session, CatalogId id, MetadataSyncReport report, CatalogSize size) {
        if (output == CatalogFormat.JSON) {
            new Ndjson(session.console().out()).event("synced", json -> {
                json.writeStringProperty("repository", id.toString());
                json.writeBooleanProperty("unchanged", report.unchanged());
                json.writeNumberProperty("listed", report.listed());
                json.writeNumberProperty("fetched", report.fetched());
                json.writeNumberProperty("fetchedBytes", report.fetchedBytes());
                json.writeNumberProperty("forgotten", report.forgotten());
                json.writeNumberProperty("changedArtifacts", report.artifacts());
                json.writeNumberProperty("changedRuns", report.runs());
                json.writeNumberProperty("problems", report.problems().size());
                CatalogText.size(json, size);
            });
            return;
        }
        session.console()
                .line(
                        report.isNothingNew()
                                ? "nothing new: " + CatalogText.of(size)
                                : Sizes.count(report.artifacts(), "artifact") + " and "
                                        + Sizes.count(report.runs(), "run") + " new or changed, by "
                                        + Sizes.count(report.fetched(), "document") + " ("
                                        + Sizes.of(report.fetchedBytes()) + "); now " + CatalogText.of(size));
    }
}
