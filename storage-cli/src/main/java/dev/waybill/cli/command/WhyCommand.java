package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.DocumentFormat;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.cli.sync.JsonKeyReport;
import dev.waybill.cli.sync.Speed;
import dev.waybill.cli.sync.SyncPlace;
import dev.waybill.cli.sync.TextKeyReport;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.config.SyncDefaults;
import dev.waybill.domain.sync.CompareMode;
import dev.waybill.domain.sync.KeyReport;
import dev.waybill.domain.sync.NamePolicy;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncOptions;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.ObjectKey;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Explains what is done about one object, and why.
@Command(
        name = "why",
        description = {
            "Explain one object: what both sides and the last sync say of it, what was compared, which rule decides,"
                    + " which run last touched it, and what a push and a pull would do now. Changes nothing.",
            "It ends with 3 if neither side has it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill why models/a.bin",
            "  waybill why models/a.bin --remote prod --output json",
            "  waybill why notes/b.txt --delete       as a push or pull with --delete would see it"
        })
public final class WhyCommand extends WaybillCommand {
    @Parameters(arity = "1", paramLabel = "KEY", description = "The object's name, from the top of the local folder.")
    private String key = "";

    @Option(names = "--delete", description = "As with --delete of push and pull.")
    private boolean delete;

    @Option(names = "--restore", description = "As with --restore of push and pull.")
    private boolean restore;

    @Option(
            names = "--compare",
            paramLabel = "HOW",
            description = "How equal is told from changed: auto (default), checksum or size.")
    private Optional<CompareMode> compare = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text for people, json for machines (default: ${DEFAULT-VALUE}).")
    private DocumentFormat output = DocumentFormat.TEXT;

    @Mixin
    private PairFlags pair = new PairFlags();

    /// @param surroundings what is around the run
    public WhyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ConfigurationOverrides overrides(ConfigurationOverrides given) {
        return pair.overrides(given);
    }

    @Override
    protected ExitCode run(Session session) {
        ObjectKey name = key();
        SyncDefaults configured = session.configuration().sync();
        boolean follow = configured.links().equals(Optional.of(SyncDefaults.Links.FOLLOW));
        try (var place = SyncPlace.open(session, SyncDirection.PUSH, follow, Speed.pinned(TransferLimits.DEFAULT))) {
            KeyReport report = place.synchronizer().explain(name, options(configured));
            switch (output) {
                case TEXT -> new TextKeyReport(session.console(), place).print(report);
                case JSON, NDJSON ->
                    new JsonKeyReport(new Ndjson(session.console().out()), place).print(report);
            }
            return report.isAbsent() ? ExitCode.NOT_FOUND : ExitCode.DONE;
        }
    }

    private ObjectKey key() {
        try {
            return ObjectKey.of(key);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "write the name as a/b/c");
        }
    }

    private SyncOptions options(SyncDefaults configured) {
        return SyncOptions.DEFAULT
                .withCompare(compare.or(configured::compare).orElse(CompareMode.AUTO))
                .withNames(configured.names().orElse(NamePolicy.ERROR))
                .withInclude(configured.include())
                .withExclude(configured.exclude())
                .withDelete(delete)
                .withRestore(restore);
    }
}
