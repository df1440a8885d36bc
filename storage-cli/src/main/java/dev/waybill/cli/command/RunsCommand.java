package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.DocumentFormat;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.cli.sync.NdjsonRuns;
import dev.waybill.cli.sync.SyncPlace;
import dev.waybill.cli.sync.TextRuns;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.sync.RunEntry;
import dev.waybill.domain.sync.RunHistory;
import dev.waybill.domain.sync.RunItem;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.domain.sync.trash.RunName;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows what runs did. Connects to nothing.
@Command(
        name = "runs",
        description = "Show the runs of the local folder, or what one of them did. Connects to nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill runs                              the last 20, the newest first",
            "  waybill runs 20261120T120000Z-1a2b3c4d    one of them with every item",
            "  waybill runs --limit 3 --output json"
        })
public final class RunsCommand extends WaybillCommand {
    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The run to show with all it did.")
    private Optional<String> run = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Show so many runs (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json (one object) or ndjson (one a line); default: ${DEFAULT-VALUE}.")
    private DocumentFormat output = DocumentFormat.TEXT;

    @Mixin
    private PairFlags pair = new PairFlags();

    /// @param surroundings what is around the run
    public RunsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ConfigurationOverrides overrides(ConfigurationOverrides given) {
        return pair.overrides(given);
    }

    /// The run that `text` names.
    static RunName name(String text) {
        return RunName.parse(text)
                .orElseThrow(() -> CommandFailure.usage(
                        "not the name of a run: \"" + text + "\"",
                        "names look like 20261120T120000Z-1a2b3c4d; waybill runs shows them"));
    }

    @Override
    protected ExitCode run(Session session) {
        if (limit < 1) {
            throw CommandFailure.usage("--limit must be 1 or more: " + limit, "20 is the default");
        }
        Optional<RunName> wanted = run.map(RunsCommand::name);
        try (RunHistory history = SyncPlace.history(session)) {
            if (wanted.isEmpty()) {
                list(session, history);
            } else {
                show(session, history, wanted.get());
            }
        }
        return ExitCode.DONE;
    }

    private void list(Session session, RunHistory history) {
        var runs = history.recent(limit);
        switch (output) {
            case TEXT -> new TextRuns(session.console(), history).print(runs);
            case JSON -> new NdjsonRuns(new Ndjson(session.console().out()), history).document(runs);
            case NDJSON -> new NdjsonRuns(new Ndjson(session.console().out()), history).lines(runs);
        }
    }

    private void show(Session session, RunHistory history, RunName name) {
        RunEntry entry = history.find(name).orElseThrow(() -> new SyncRefused.UnknownRun(name.value()));
        try (Stream<RunItem> items = history.items(name)) {
            Iterator<RunItem> all = items.iterator();
            switch (output) {
                case TEXT -> new TextRuns(session.console(), history).print(entry, all);
                case JSON -> new NdjsonRuns(new Ndjson(session.console().out()), history).document(entry, all);
                case NDJSON -> new NdjsonRuns(new Ndjson(session.console().out()), history).lines(entry, all);
            }
        }
    }
}
