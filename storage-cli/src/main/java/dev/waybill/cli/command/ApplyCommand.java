package dev.waybill.cli.command;

import dev.waybill.cli.copy.StandardInput;
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
import dev.waybill.cli.sync.PlanPath;
import dev.waybill.cli.sync.SyncOutcome;
import dev.waybill.cli.sync.SyncPlace;
import dev.waybill.cli.sync.TextSyncSummary;
import dev.waybill.cli.sync.TextSyncView;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.config.WaybillConfiguration;
import dev.waybill.domain.sync.Plan;
import dev.waybill.domain.sync.PlanHeader;
import dev.waybill.domain.sync.SyncReport;
import dev.waybill.domain.sync.plan.PlanFile;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Does what a plan says, and nothing else.
@Command(
        name = "apply",
        description = {
            "Do what a plan of waybill plan says, and nothing else.",
            "Each step is done only if both sides are as the plan has them. What has moved since is refused and reported "
                    + "as a conflict, and the rest goes on. What was done before is left as it is, so a plan can be "
                    + "applied again. Deletes come last, and only if every transfer of the plan was done."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill apply p.ndjson",
            "  waybill apply - < p.ndjson",
            "  grep '\"key\":\"models/' p.ndjson | waybill apply - --part-of p.ndjson",
            "  split -l 9999 p.ndjson part- && ls part-* | xargs -P4 -I{} waybill apply {} --part-of p.ndjson",
            "                                        then once more what deletes: waybill apply p.ndjson"
        })
public final class ApplyCommand extends WaybillCommand {
    private static final String STANDARD_INPUT = "-";

    @Parameters(
            paramLabel = "FILE",
            description = "The plan, or with --part-of some lines of it; - for standard input.")
    private String file = STANDARD_INPUT;

    @Option(
            names = "--part-of",
            paramLabel = "PLAN",
            description = "FILE is a part of this plan. Parts can be applied in any order and at the same time.")
    private Optional<Path> whole = Optional.empty();

    @Option(
            names = "--force-delete",
            description = "Delete also what looks like an accident (more than half, or everything).")
    private boolean forceDelete;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "text (default), or ndjson: one JSON object a line.")
    private OutputFormat output = OutputFormat.TEXT;

    @Mixin
    private PlaceFlags place = new PlaceFlags();

    /// @param surroundings what is around the run
    public ApplyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ConfigurationOverrides overrides(ConfigurationOverrides given) {
        return place.overrides(given);
    }

    @Override
    protected ExitCode run(Session session) {
        if (!file.equals(STANDARD_INPUT)) {
            return apply(session, path(session, Path.of(file)));
        }
        // It is read several times: to check it before anything is changed, then to do it.
        try (var input = StandardInput.read(session.surroundings().in())) {
            return apply(session, new PlanPath("standard input", input.file()));
        }
    }

    private static PlanPath path(Session session, Path named) {
        return new PlanPath(
                named.toString(), session.surroundings().workingFolder().resolve(named));
    }

    private ExitCode apply(Session session, PlanPath lines) {
        Plan plan = whole.isPresent() ? PlanFile.partOf(path(session, whole.get()), lines) : PlanFile.of(lines);
        PlanHeader header = plan.header();
        String remote = place.pair.remote.orElseGet(
                () -> configured(session, header.origin().remote()));
        var configured = session.configuration().sync();
        var speed = place.speed(place.limits(configured), configured);
        try (var stores = SyncPlace.open(
                session, header.direction(), remote, header.origin().followLinks(), speed)) {
            return SyncOutcome.of(
                    output == OutputFormat.NDJSON ? asNdjson(session, stores, plan) : asText(session, stores, plan));
        }
    }

    /// The remote that the plan names, if it is one of the user's: a plan may come from elsewhere, and must not choose
    /// a
    /// store that nobody here knows.
    private static String configured(Session session, String named) {
        WaybillConfiguration configuration = session.configuration();
        boolean known = configuration.remotes().containsKey(named)
                || named.equals(WaybillConfiguration.EMBEDDED)
                || named.equals(configuration.remote());
        if (!known) {
            throw CommandFailure.usage(
                    "the plan is for the remote " + named + ", which is not configured here",
                    "name it with --remote, if it is the one you mean");
        }
        return named;
    }

    private SyncReport asText(Session session, SyncPlace stores, Plan plan) {
        SyncReport report;
        try (Progress progress = session.progress(false)) {
            var view =
                    new TextSyncView(session.console(), progress, plan.header().direction(), false);
            report = stores.synchronizer().apply(plan, forceDelete, view);
        }
        new TextSyncSummary(session.console(), stores)
                .print(report, plan.header().options().keep());
        return report;
    }

    private SyncReport asNdjson(Session session, SyncPlace stores, Plan plan) {
        var events = new Ndjson(session.console().out());
        SyncReport report;
        try (Progress progress = session.progress(false)) {
            report = stores.synchronizer().apply(plan, forceDelete, new NdjsonSyncView(events, progress, false));
        }
        new NdjsonSyncSummary(events, stores).printApplied(report, plan.header().id());
        return report;
    }
}
