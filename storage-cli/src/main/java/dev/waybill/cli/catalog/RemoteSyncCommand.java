package dev.waybill.cli.catalog;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.command.AgeConverter;
import dev.waybill.cli.command.SizeConverter;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.Progress;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogSize;
import dev.waybill.domain.catalog.MetadataSync;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.catalog.MetadataSyncReport;
import dev.waybill.port.ObjectKey;
import java.time.Duration;
import java.util.Optional;
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
            "  waybill remote sync lab --trust-generation 1d   where nobody but waybill writes"
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
            defaultValue = "16",
            description = "So many documents at once (default: ${DEFAULT-VALUE}).")
    private int transfers = DEFAULT_TRANSFERS;

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
            MetadataSyncReport report = run(session, sync, options);
            report.problems().forEach(problem -> session.console().warning(problem.toString()));
            try (CatalogBrowser browser = CatalogBrowser.open(catalogs, sync.id())) {
                print(session, sync, report, browser.size());
            }
            return report.problems().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
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
        Surroundings around = session.surroundings();
        try (Progress progress = Progress.on(
                around.err(), around.errIsTerminal(), session.console().isQuiet())) {
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

    private void print(Session session, MetadataSync sync, MetadataSyncReport report, CatalogSize size) {
        if (output == CatalogFormat.JSON) {
            new Ndjson(session.console().out()).event("synced", json -> {
                json.writeStringProperty("repository", sync.id().toString());
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
