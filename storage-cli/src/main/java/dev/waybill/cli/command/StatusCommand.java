package dev.waybill.cli.command;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.OutputFormat;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.cli.sync.NdjsonSyncSummary;
import dev.waybill.cli.sync.SyncOutcome;
import dev.waybill.cli.sync.SyncPlace;
import dev.waybill.cli.sync.TextStatus;
import dev.waybill.cli.sync.TextSyncSummary;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.config.SyncDefaults;
import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Tells what a push and a pull would do. Changes nothing.
@Command(
        name = "status",
        description = "Tell what a push and a pull would do. Changes nothing.",
        footerHeading = "%nExamples:%n",
        footer = {"  waybill status", "  waybill status --remote prod --output ndjson"})
public final class StatusCommand extends WaybillCommand {
    @Mixin
    private SyncFlags flags = new SyncFlags();

    /// @param surroundings what is around the run
    public StatusCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ConfigurationOverrides overrides(ConfigurationOverrides given) {
        return flags.overrides(given);
    }

    @Override
    protected ExitCode run(Session session) {
        SyncDefaults configured = session.configuration().sync();
        var options = flags.options(configured);
        try (var place =
                SyncPlace.open(session, SyncDirection.PUSH, flags.followLinks(configured), flags.speed(configured))) {
            SyncStatus status = place.synchronizer().status(options);
            boolean complete = status.push().end() instanceof RunEnd.Completed
                    && status.push().failureCount() == 0;
            if (flags.output == OutputFormat.NDJSON) {
                var summary = new NdjsonSyncSummary(new Ndjson(session.console().out()), place);
                summary.printStatus(status.push());
                summary.printStatus(status.pull());
            } else if (complete) {
                new TextStatus(session.console(), place).print(status);
            } else {
                new TextSyncSummary(session.console(), place).print(status.push(), false);
            }
            // That the two sides differ, or conflict, is what was asked for.
            return complete ? ExitCode.DONE : SyncOutcome.of(status.push());
        }
    }
}
