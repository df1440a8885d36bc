package dev.waybill.cli.command;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.cli.sync.PlanOutput;
import dev.waybill.cli.sync.SyncOutcome;
import dev.waybill.cli.sync.SyncPlace;
import dev.waybill.cli.sync.TextPlanSummary;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.config.SyncDefaults;
import dev.waybill.domain.sync.PlanOrigin;
import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncListener;
import dev.waybill.domain.sync.SyncOptions;
import dev.waybill.domain.sync.SyncReport;
import dev.waybill.domain.sync.plan.PlanWriter;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes down what a push or a pull would do. Changes nothing.
@Command(
        name = "plan",
        description = {
            "Write down what a push or a pull would do, for waybill apply. Changes nothing.",
            "A plan is one JSON object a line: a head, one line for each step with its reason and the versions it "
                    + "depends on, and totals. It can be read, filtered and split by lines, see docs/plan-format.md.",
            "It ends like the run with --dry-run: with 4 where conflicts were found, with 8 where the guard would hold "
                    + "the deletes back, with 9 where a failure would. The plan is written in all these cases."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill plan push -o p.ndjson             look at it, then: waybill apply p.ndjson",
            "  waybill plan pull --delete -o p.ndjson",
            "  waybill plan push | jq -r 'select(.type == \"step\") | .action + \" \" + .key'"
        })
public final class PlanCommand extends WaybillCommand {
    @Parameters(paramLabel = "DIRECTION", description = "push or pull.")
    private SyncDirection direction = SyncDirection.PUSH;

    @Option(
            names = {"-o", "--output-file"},
            paramLabel = "FILE",
            description = "Write the plan to this file once it is made; to standard output if left out.")
    private Optional<Path> file = Optional.empty();

    @Mixin
    private PlaceFlags place = new PlaceFlags();

    @Mixin
    private CompareFlags comparing = new CompareFlags();

    @Mixin
    private ChoiceFlags choices = new ChoiceFlags();

    /// @param surroundings what is around the run
    public PlanCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ConfigurationOverrides overrides(ConfigurationOverrides given) {
        return place.overrides(given);
    }

    @Override
    protected ExitCode run(Session session) {
        SyncDefaults configured = session.configuration().sync();
        SyncOptions options = choices.options(comparing.options(configured), configured, false);
        boolean followLinks = comparing.followLinks(configured);
        try (var stores =
                SyncPlace.open(session, direction, followLinks, place.speed(place.limits(configured), configured))) {
            var origin = new PlanOrigin(stores.remoteName(), followLinks);
            SyncReport report = file.isPresent()
                    ? toFile(session, stores, options, origin, file.get())
                    : make(stores, options, origin, session.console().out());
            new TextPlanSummary(session.console(), stores).print(report);
            return SyncOutcome.of(report);
        }
    }

    private SyncReport toFile(Session session, SyncPlace stores, SyncOptions options, PlanOrigin origin, Path named) {
        Path path = session.surroundings().workingFolder().resolve(named);
        try (var output = PlanOutput.to(path)) {
            SyncReport report = make(stores, options, origin, output.stream());
            if (report.end() instanceof RunEnd.Completed) {
                output.finish();
            }
            return report;
        }
    }

    private SyncReport make(SyncPlace stores, SyncOptions options, PlanOrigin origin, OutputStream out) {
        try (var writer = new PlanWriter(out, direction)) {
            return stores.synchronizer().plan(direction, options, origin, writer, SyncListener.NONE);
        }
    }
}
