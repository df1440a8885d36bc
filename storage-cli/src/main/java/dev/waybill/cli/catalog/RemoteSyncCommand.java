package dev.waybill.cli.catalog;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.command.AgeConverter;
import dev.waybill.cli.command.RateFlags;
import dev.waybill.cli.command.SizeConverter;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Progress;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.catalog.CatalogKeeper;
import dev.waybill.domain.catalog.CatalogPace;
import dev.waybill.domain.catalog.CatalogStore;
import dev.waybill.domain.catalog.MetadataSelection;
import dev.waybill.domain.catalog.MetadataSync;
import dev.waybill.domain.catalog.MetadataSyncListener;
import dev.waybill.domain.catalog.MetadataSyncOptions;
import dev.waybill.domain.catalog.MetadataSyncReport;
import dev.waybill.domain.layer.LimitOptions;
import dev.waybill.domain.layer.Sleeper;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Brings the catalogs of repositories up to date.
@Command(
        name = "sync",
        description = {
            "Bring here what repositories say of their artifacts and runs, and none of their contents.",
            "Only small documents that changed are fetched. waybill artifact ls, show, search and others then answer from "
                    + "the catalog, without the network: --offline.",
            "Several repositories are synced at the same time, and each is told of when it ends; one that fails stops no "
                    + "other."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill remote sync lab",
            "  waybill remote sync s3://bucket/experiments --metadata-size-limit 64MiB",
            "  waybill remote sync lab --trust-generation 1d   where nobody but waybill writes",
            "  waybill remote sync lab --exclude artifacts/dataset/",
            "  waybill remote sync lab --every 10m             until it is ended",
            "  waybill remote sync lab s3:experiments ./here   at the same time",
            "  waybill remote sync --all                       whatever was synced before"
        })
public final class RemoteSyncCommand extends WaybillCommand {
    @Mixin
    private RepositoryPlaces repositories = new RepositoryPlaces();

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

    @Option(
            names = "--include",
            paramLabel = "PATTERN",
            description = "Bring only the documents that match; in place of metadataInclude of the remote. May be "
                    + "repeated.")
    private List<String> include = List.of();

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            description = "Leave out the documents that match; in place of metadataExclude of the remote. May be "
                    + "repeated.")
    private List<String> exclude = List.of();

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

    @Mixin
    private RateFlags rates = new RateFlags();

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
    protected LimitOptions limits() {
        return rates.limits();
    }

    @Override
    protected ExitCode run(Session session) throws InterruptedException {
        MetadataSyncOptions options = options();
        Optional<CatalogKeeper> keeper = every.map(RemoteSyncCommand::keeper);
        var catalogs = Catalogs.of(session);
        var told = new SyncTold(session.console(), catalogs, output);
        try (var places = new Places(session, false)) {
            List<Location> found = repositories.areMany()
                    ? repositories.many(session, places, catalogs, told::failed)
                    : List.of(repositories.one(session, places));
            List<MetadataSync> syncs = found.stream()
                    .map(each -> sync(session, catalogs, each, selection(places.metadata(each))))
                    .toList();
            if (repositories.areMany()) {
                told.naming(found);
            }
            if (keeper.isPresent()) {
                keeper.get().run(syncs, options, told);
            } else if (repositories.areMany()) {
                atOnce(session, syncs, options, told);
            } else {
                alone(session, syncs.getFirst(), options, told);
            }
        }
        return told.exitCode();
    }

    private static MetadataSync sync(
            Session session, CatalogStore catalogs, Location repository, MetadataSelection selection) {
        return new MetadataSync(
                repository.store(),
                repository.folder(),
                catalogs,
                session.surroundings().clock(),
                selection);
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

    /// Flags come before what is configured, each for itself.
    private MetadataSelection selection(MetadataSelection configured) {
        try {
            return new MetadataSelection(
                    include.isEmpty() ? configured.include() : include,
                    exclude.isEmpty() ? configured.exclude() : exclude);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "see waybill remote sync --help");
        }
    }

    private MetadataSyncOptions options() {
        try {
            return new MetadataSyncOptions(limit, transfers, full, trust, !noRuns, Optional.empty());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "see waybill remote sync --help");
        }
    }

    private static void alone(Session session, MetadataSync sync, MetadataSyncOptions options, SyncTold told)
            throws InterruptedException {
        MetadataSyncReport report;
        try (Progress progress = session.progress(false)) {
            report = sync.run(options, shown(progress, progress::planIsComplete));
        }
        told.synced(sync.id(), report);
    }

    /// Each is told of when it ends; what the others plan meanwhile is not known before.
    private static void atOnce(Session session, List<MetadataSync> syncs, MetadataSyncOptions options, SyncTold told)
            throws InterruptedException {
        try (Progress progress = session.progress(false);
                var tasks = Tasks.failingFast(Math.max(1, syncs.size()))) {
            for (MetadataSync sync : syncs) {
                tasks.submit(() -> run(sync, options, progress, told));
            }
            tasks.join();
        }
    }

    private static void run(MetadataSync sync, MetadataSyncOptions options, Progress progress, SyncTold told) {
        try {
            MetadataSyncReport report = sync.run(options, shown(progress, () -> {}));
            progress.printing(() -> told.synced(sync.id(), report));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StorageException.Cancelled e) {
            throw e;
        } catch (StorageException | ArtifactFailure | SyncRefused e) {
            progress.printing(() -> told.failed(sync.id(), e));
        }
    }

    private static MetadataSyncListener shown(Progress progress, Runnable planned) {
        return new MetadataSyncListener() {
            @Override
            public void planned(long documents, long bytes) {
                // The bytes are told of with the first, the others are counted.
                for (long number = 0; number < documents; number++) {
                    progress.planned(number == 0 ? bytes : 0);
                }
                planned.run();
            }

            @Override
            public void fetched(ObjectKey key, long bytes) {
                progress.moved(bytes);
                progress.finished();
            }
        };
    }
}
