package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.OutputFormat;
import dev.waybill.cli.output.Progress;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.cli.sync.EarlierRun;
import dev.waybill.cli.sync.NdjsonSyncSummary;
import dev.waybill.cli.sync.NdjsonSyncView;
import dev.waybill.cli.sync.SyncOutcome;
import dev.waybill.cli.sync.SyncPlace;
import dev.waybill.cli.sync.TextSyncSummary;
import dev.waybill.cli.sync.TextSyncView;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.config.SyncDefaults;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncListener;
import dev.waybill.domain.sync.SyncOptions;
import dev.waybill.domain.sync.SyncReport;
import dev.waybill.port.ObjectKey;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What `push` and `pull` have in common.
abstract class SyncCommand extends WaybillCommand {
    @Mixin
    private SyncFlags flags = new SyncFlags();

    @Mixin
    private ChoiceFlags choices = new ChoiceFlags();

    @Option(
            names = "--force-delete",
            description = "With --delete: delete also what looks like an accident (more than half, or everything).")
    private boolean forceDelete;

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only tell what would be done.")
    private boolean dryRun;

    @Option(
            names = "--retry-failed",
            paramLabel = "RUN|FILE",
            description = "Only what failed in an earlier run: RUN as waybill runs shows it, or FILE with what it told"
                    + " with --output ndjson.")
    private Optional<String> retryFailed = Optional.empty();

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
        try (var place = SyncPlace.open(session, direction(), flags.followLinks(configured), flags.speed(configured))) {
            Optional<Set<ObjectKey>> chosen =
                    retryFailed.map(named -> new EarlierRun(session, place, direction()).failed(named));
            return SyncOutcome.of(
                    flags.output == OutputFormat.NDJSON
                            ? asNdjson(session, place, options, chosen)
                            : asText(session, place, options, chosen));
        }
    }

    private SyncOptions options(SyncDefaults configured) {
        if (retryFailed.isPresent() && choices.delete) {
            throw CommandFailure.usage(
                    "--retry-failed looks at some objects alone, and nothing can be deleted by that",
                    "leave out --delete, and delete by a whole run");
        }
        return choices.options(flags.options(configured), configured, forceDelete)
                .withDryRun(dryRun);
    }

    /// @param chosen the only keys to look at; all of both sides otherwise
    private SyncReport run(SyncPlace place, SyncOptions options, Optional<Set<ObjectKey>> chosen, SyncListener view) {
        return chosen.isPresent()
                ? place.synchronizer().retry(direction(), options, chosen.get(), view)
                : place.synchronizer().run(direction(), options, view);
    }

    private SyncReport asText(Session session, SyncPlace place, SyncOptions options, Optional<Set<ObjectKey>> chosen) {
        SyncReport report;
        try (Progress progress = session.progress(dryRun)) {
            var view = new TextSyncView(session.console(), progress, direction(), dryRun);
            report = run(place, options, chosen, view);
        }
        new TextSyncSummary(session.console(), place).print(report, options.keep());
        return report;
    }

    private SyncReport asNdjson(
            Session session, SyncPlace place, SyncOptions options, Optional<Set<ObjectKey>> chosen) {
        var events = new Ndjson(session.console().out());
        SyncReport report;
        try (Progress progress = session.progress(dryRun)) {
            report = run(place, options, chosen, new NdjsonSyncView(events, progress, dryRun));
        }
        new NdjsonSyncSummary(events, place).print(report);
        return report;
    }
}
