package dev.waybill.cli.command;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.port.ByteRange;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes objects to standard output.
@Command(
        name = "cat",
        description = "Write objects to standard output, one after the other.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill cat lab:notes.txt",
            "  waybill cat --range 0-99 lab:data.bin    the first 100 bytes",
            "  waybill cat --range 1000- lab:data.bin   all from byte 1000 on",
            "  waybill cat --range -500 lab:log.txt     the last 500 bytes"
        })
public final class CatCommand extends WaybillCommand {
    @Parameters(arity = "1..*", paramLabel = "PLACE", description = "remote:path, a URL or a local path.")
    private List<String> places = List.of();

    @Option(
            names = "--range",
            paramLabel = "FROM-TO",
            description =
                    "Only these bytes, counted from 0, both ends included; FROM- for the rest, -N for the last N.")
    private Optional<String> range = Optional.empty();

    /// @param surroundings what is around the run
    public CatCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) {
        ByteRange bytes = range.map(Ranges::parse).orElse(ByteRange.WHOLE);
        try (var opened = new Places(session, false)) {
            for (String place : places) {
                Location location = opened.existing(place);
                if (location.writtenAsFolder()) {
                    throw CommandFailure.usage(location + " is a folder", "name an object; waybill ls shows them");
                }
                Contents.write(location, bytes, session.console().out());
            }
        }
        return ExitCode.DONE;
    }
}
