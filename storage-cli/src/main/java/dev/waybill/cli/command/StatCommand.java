package dev.waybill.cli.command;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.address.Places;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.port.ObjectMetadata;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows what a store says of objects.
@Command(
        name = "stat",
        description = "Show what the store says of an object: size, times, version, checksums.",
        footerHeading = "%nExamples:%n",
        footer = {"  waybill stat lab:models/a.bin", "  waybill stat s3://bucket/data/x.csv"})
public final class StatCommand extends WaybillCommand {
    @Parameters(arity = "1..*", paramLabel = "PLACE", description = "remote:path, a URL or a local path.")
    private List<String> places = List.of();

    /// @param surroundings what is around the run
    public StatCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) {
        try (var opened = new Places(session, false)) {
            for (String place : places) {
                Location location = opened.existing(place);
                Optional<ObjectMetadata> object = location.object();
                if (object.isPresent()) {
                    print(session.console(), location, object.get());
                } else if (location.isFolder()) {
                    session.console()
                            .line(location + " is a folder in "
                                    + location.store().store());
                } else {
                    throw location.notFound();
                }
            }
        }
        return ExitCode.DONE;
    }

    private static void print(Console console, Location location, ObjectMetadata object) {
        console.line(location.toString());
        line(console, "store", location.store().store().toString());
        line(console, "key", object.key().value());
        line(console, "size", object.size() + (object.size() < 1024 ? "" : " (" + Sizes.of(object.size()) + ")"));
        line(console, "modified", object.modified().toString());
        object.contentModified().ifPresent(time -> line(console, "content", "last changed " + time));
        object.etag().ifPresent(etag -> line(console, "version", etag.value()));
        object.checksums().forEach(checksum -> line(console, "checksum", checksum.toString()));
        object.contentType().ifPresent(type -> line(console, "type", type));
        object.userMetadata()
                .ifPresent(entries ->
                        entries.entries().forEach((name, value) -> line(console, "metadata", name + " = " + value)));
    }

    private static void line(Console console, String name, String value) {
        console.line("  %-9s %s".formatted(name, SafeText.of(value)));
    }
}
