package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.OutputFormat;
import dev.waybill.cli.output.Progress;
import dev.waybill.cli.run.HostName;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.cli.sync.NdjsonSyncSummary;
import dev.waybill.cli.sync.NdjsonSyncView;
import dev.waybill.cli.sync.SyncOutcome;
import dev.waybill.cli.sync.SyncPlace;
import dev.waybill.cli.sync.TextSyncView;
import dev.waybill.cli.sync.TextTwoWaySummary;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.config.SyncDefaults;
import dev.waybill.domain.sync.DeleteGuard;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncListener;
import dev.waybill.domain.sync.SyncOptions;
import dev.waybill.domain.sync.TwoWayReport;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Brings both sides to the same.
@Command(
        name = "sync",
        description =
                "Bring each change to the side that does not have it, deletes too. Of what changed on both sides the"
                        + " remote version keeps the name; the local one is kept on both sides as NAME.conflict-HOST-TIME.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill sync                          the folder storage and the configured remote",
            "  waybill sync --dry-run                only tell what would be done",
            "  waybill sync data s3://bucket/data    this folder and this store",
            "  waybill sync --no-delete              leave alone what one side deleted",
            "  waybill sync --restore                bring back what one side deleted"
        })
public final class TwoWayCommand extends WaybillCommand {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "LOCAL",
            description = "The local folder, in place of --storage.")
    private Optional<Path> local = Optional.empty();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "REMOTE",
            description = "The remote or its URL, in place of --remote.")
    private Optional<String> remote = Optional.empty();

    @Mixin
    private SyncFlags flags = new SyncFlags();

    @Option(names = "--no-delete", description = "Leave alone what was deleted on one side since the last sync.")
    private boolean noDelete;

    @Option(
            names = "--max-delete",
            paramLabel = "N",
            description = "Delete nothing if more than so many objects would go on both sides together.")
    private Optional<Long> maxDelete = Optional.empty();

    @Option(
            names = "--force-delete",
            description = "Delete also what looks like an accident (more than half, or everything of a side).")
    private boolean forceDelete;

    @Option(names = "--restore", description = "Bring back what was deleted on one side, instead of deleting it.")
    private boolean restore;

    @Option(
            names = "--keep",
            negatable = true,
            description = "First copy what is replaced or deleted to the trash of its side, so that waybill undo can"
                    + " bring it back; on unless --no-delete or --no-keep is given.")
    private Optional<Boolean> keep = Optional.empty();

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only tell what would be done.")
    private boolean dryRun;

    /// @param surroundings what is around the run
    public TwoWayCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ConfigurationOverrides overrides(ConfigurationOverrides given) {
        var result = flags.overrides(given);
        if (local.isPresent()) {
            result = result.withStorage(local.get());
        }
        return remote.isPresent() ? result.withRemote(remote.get()) : result;
    }

    @Override
    protected ExitCode run(Session session) {
        SyncDefaults configured = session.configuration().sync();
        SyncOptions options = options(configured);
        try (var place =
                SyncPlace.open(session, SyncDirection.PUSH, flags.followLinks(configured), flags.speed(configured))) {
            return SyncOutcome.of(
                    flags.output == OutputFormat.NDJSON
                            ? asNdjson(session, place, options)
                            : asText(session, place, options));
        }
    }

    private SyncOptions options(SyncDefaults configured) {
        if (noDelete && (forceDelete || maxDelete.isPresent())) {
            throw CommandFailure.usage(
                    "--force-delete and --max-delete make no sense with --no-delete", "leave out --no-delete");
        }
        if (restore && forceDelete) {
            throw CommandFailure.usage("--restore brings back what --force-delete deletes", "leave out one of the two");
        }
        if (maxDelete.orElse(0L) < 0) {
            throw CommandFailure.usage("--max-delete must be 0 or more: " + maxDelete.get(), "0 deletes nothing");
        }
        OptionalLong most = maxDelete.map(OptionalLong::of).orElse(OptionalLong.empty());
        return flags.options(configured)
                .withDelete(!noDelete)
                .withGuard(new DeleteGuard(most, forceDelete))
                .withRestore(restore)
                .withKeep(keep.or(configured::keep).orElse(!noDelete))
                .withDryRun(dryRun);
    }

    private TwoWayReport run(
            Session session, SyncPlace place, SyncOptions options, Function<SyncDirection, SyncListener> view) {
        return place.synchronizer()
                .sync(
                        options,
                        HostName.of(session.surroundings()),
                        view.apply(SyncDirection.PUSH),
                        view.apply(SyncDirection.PULL));
    }

    private TwoWayReport asText(Session session, SyncPlace place, SyncOptions options) {
        TwoWayReport report;
        try (Progress progress = session.progress(dryRun)) {
            report = run(
                    session,
                    place,
                    options,
                    direction -> TextSyncView.ofBothWays(session.console(), progress, direction, dryRun));
        }
        new TextTwoWaySummary(session.console(), place).print(report, options.keep());
        return report;
    }

    private TwoWayReport asNdjson(Session session, SyncPlace place, SyncOptions options) {
        var events = new Ndjson(session.console().out());
        TwoWayReport report;
        try (Progress progress = session.progress(dryRun)) {
            report = run(
                    session,
                    place,
                    options,
                    direction -> NdjsonSyncView.ofBothWays(events, progress, direction, dryRun));
        }
        new NdjsonSyncSummary(events, place).printBothWays(report);
        return report;
    }
}
