package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.OutputFormat;
import dev.waybill.cli.output.Progress;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.cli.sync.NdjsonSyncSummary;
import dev.waybill.cli.sync.NdjsonSyncView;
import dev.waybill.cli.sync.SyncOutcome;
import dev.waybill.cli.sync.SyncPlace;
import dev.waybill.cli.sync.TextSyncSummary;
import dev.waybill.cli.sync.TextSyncView;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.config.SyncDefaults;
import dev.waybill.domain.sync.ConflictPolicy;
import dev.waybill.domain.sync.DeleteGuard;
import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncOptions;
import dev.waybill.domain.sync.SyncReport;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What `push` and `pull` have in common.
abstract class SyncCommand extends WaybillCommand {
    @Mixin
    private SyncFlags flags = new SyncFlags();

    @Option(
            names = "--delete",
            description = "Also delete at the target what was deleted at the source since the last sync.")
    private boolean delete;

    @Option(
            names = "--max-delete",
            paramLabel = "N",
            description = "Delete nothing if more than so many objects would go.")
    private OptionalLong maxDelete = OptionalLong.empty();

    @Option(
            names = "--force-delete",
            description = "With --delete: delete also what looks like an accident (more than half, or everything).")
    private boolean forceDelete;

    @Option(
            names = "--overwrite",
            description = "Where both sides changed, let the source's version replace the target's.")
    private boolean overwrite;

    @Option(names = "--restore", description = "Transfer again what was deleted at the target since the last sync.")
    private boolean restore;

    @Option(
            names = "--keep",
            negatable = true,
            description = "First copy what is replaced or deleted to the trash of the target, so that waybill undo can"
                    + " bring it back; on with --delete, unless --no-keep is given.")
    private Optional<Boolean> keep = Optional.empty();

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only tell what would be done.")
    private boolean dryRun;

    SyncCommand(Surroundings surroundings) {
        super(surroundings);
    }

    abstract SyncDirection direction();

    @Override
    protected final ConfigurationOverrides overrides(ConfigurationOverrides given) {
        return flags.overrides(given);
    }

    @Override
    protected final ExitCode run(Session session) {
        SyncDefaults configured = session.configuration().sync();
        SyncOptions options = options(configured);
        try (var place =
                SyncPlace.open(session, direction(), flags.followLinks(configured), flags.limits(configured))) {
            return SyncOutcome.of(
                    flags.output == OutputFormat.NDJSON
                            ? asNdjson(session, place, options)
                            : asText(session, place, options));
        }
    }

    private SyncOptions options(SyncDefaults configured) {
        if ((forceDelete || maxDelete.isPresent()) && !delete) {
            throw CommandFailure.usage("--force-delete and --max-delete need --delete", "add --delete");
        }
        if (maxDelete.orElse(0) < 0) {
            throw CommandFailure.usage("--max-delete must be 0 or more: " + maxDelete.getAsLong(), "0 deletes nothing");
        }
        return flags.options(configured)
                .withDelete(delete)
                .withGuard(new DeleteGuard(maxDelete, forceDelete))
                .withConflicts(overwrite ? ConflictPolicy.SOURCE_WINS : ConflictPolicy.REPORT)
                .withRestore(restore)
                .withKeep(keep.or(configured::keep).orElse(delete))
                .withDryRun(dryRun);
    }

    private SyncReport asText(Session session, SyncPlace place, SyncOptions options) {
        SyncReport report;
        try (Progress progress = progress(session)) {
            var view = new TextSyncView(session.console(), progress, direction(), dryRun);
            report = place.synchronizer().run(direction(), options, view);
        }
        new TextSyncSummary(session.console(), place).print(report);
        if (options.keep() && !dryRun && report.done().keySet().stream().anyMatch(SyncCommand::isChange)) {
            session.console().note("  waybill undo " + report.run() + " takes it back");
        }
        return report;
    }

    private SyncReport asNdjson(Session session, SyncPlace place, SyncOptions options) {
        var events = new Ndjson(session.console().out());
        SyncReport report;
        try (Progress progress = progress(session)) {
            report = place.synchronizer().run(direction(), options, new NdjsonSyncView(events, progress, dryRun));
        }
        new NdjsonSyncSummary(events, place).print(report);
        return report;
    }

    private static boolean isChange(Reason reason) {
        return switch (reason) {
            case NEW, CHANGED, RESTORED, SOURCE_WINS, DELETED -> true;
            default -> false;
        };
    }

    private Progress progress(Session session) {
        var around = session.surroundings();
        return Progress.on(
                around.err(),
                around.errIsTerminal(),
                dryRun || session.console().isQuiet());
    }
}
