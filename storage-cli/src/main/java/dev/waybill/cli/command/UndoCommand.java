package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.StorageFailures;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.OutputFormat;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.cli.sync.NdjsonUndoView;
import dev.waybill.cli.sync.Speed;
import dev.waybill.cli.sync.SyncPlace;
import dev.waybill.cli.sync.TextUndoView;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.config.SyncDefaults;
import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.domain.sync.undo.UndoReport;
import dev.waybill.domain.transfer.TransferLimits;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes back what a run did.
@Command(
        name = "undo",
        description = {
            "Bring back what a push or pull replaced and deleted, and remove what it newly wrote.",
            "What changed since the run stays as it is, is reported, and makes the command end with 4. Undoing is a"
                    + " run itself: waybill runs shows it, and it can be undone."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill runs                                         shows what there is to undo",
            "  waybill undo 20261120T120000Z-1a2b3c4d --dry-run     only tell what would be done",
            "  waybill undo 20261120T120000Z-1a2b3c4d"
        })
public final class UndoCommand extends WaybillCommand {
    @Parameters(arity = "1", paramLabel = "RUN", description = "The run to undo, as waybill runs shows it.")
    private String run = "";

    @Option(
            names = {"-n", "--dry-run"},
            description = "Only tell what would be done.")
    private boolean dryRun;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "text (default), or ndjson: one JSON object a line.")
    private OutputFormat output = OutputFormat.TEXT;

    @Mixin
    private PairFlags pair = new PairFlags();

    /// @param surroundings what is around the run
    public UndoCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ConfigurationOverrides overrides(ConfigurationOverrides given) {
        return pair.overrides(given);
    }

    @Override
    protected ExitCode run(Session session) {
        RunName name = RunsCommand.name(run);
        boolean follow = session.configuration().sync().links().equals(Optional.of(SyncDefaults.Links.FOLLOW));
        try (var place = SyncPlace.open(session, SyncDirection.PUSH, follow, Speed.pinned(TransferLimits.DEFAULT))) {
            UndoReport report;
            if (output == OutputFormat.NDJSON) {
                var view = new NdjsonUndoView(new Ndjson(session.console().out()), dryRun);
                report = place.undo().run(name, dryRun, view::tell);
                view.summary(report, code(report));
            } else {
                var view = new TextUndoView(session.console(), dryRun);
                report = place.undo().run(name, dryRun, view::tell);
                view.summary(report);
                explain(session, report.end());
            }
            return code(report);
        }
    }

    private static void explain(Session session, RunEnd end) {
        switch (end) {
            case RunEnd.Stopped stopped -> session.console().failure(StorageFailures.of(stopped.cause()));
            case RunEnd.Cancelled _ ->
                session.console().failure(CommandFailure.cancelled().failure());
            case RunEnd.Completed _ -> {
                // Nothing to add.
            }
        }
    }

    private static ExitCode code(UndoReport report) {
        return switch (report.end()) {
            case RunEnd.Stopped stopped -> StorageFailures.code(stopped.cause());
            case RunEnd.Cancelled _ -> ExitCode.CANCELLED;
            case RunEnd.Completed _ -> report.refused() + report.failures() > 0 ? ExitCode.INCOMPLETE : ExitCode.DONE;
        };
    }
}
