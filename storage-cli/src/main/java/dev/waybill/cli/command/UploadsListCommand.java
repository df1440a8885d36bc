package dev.waybill.cli.command;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.OutputFormat;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.cli.uploads.FoundUpload;
import dev.waybill.cli.uploads.FoundUploads;
import dev.waybill.cli.uploads.UploadPlaces;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows the unfinished uploads at a store.
@Command(
        name = "list",
        description = {
            "Show the uploads in parts that were begun at a store and not finished: the key, when it was begun, what "
                    + "it holds so far, whose it is, and its id.",
            "An upload is ours if push or pull of this folder began it: running, or resumable by the same command. "
                    + "All others are of another machine, folder or program."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill uploads list                  at both sides that push and pull work on",
            "  waybill uploads list lab",
            "  waybill uploads list s3://bucket --output ndjson"
        })
public final class UploadsListCommand extends WaybillCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "PLACE",
            description = "The name of a remote, a URL or a local folder; both sides of push and pull if left out.")
    private Optional<String> place = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "text (default), or ndjson: one JSON object a line.")
    private OutputFormat output = OutputFormat.TEXT;

    /// @param surroundings what is around the run
    public UploadsListCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) {
        try (var opened = new UploadPlaces(session, place)) {
            for (FoundUploads uploads : opened.all()) {
                print(session, uploads);
            }
            return ExitCode.DONE;
        }
    }

    private void print(Session session, FoundUploads uploads) {
        List<FoundUpload> found = uploads.all();
        if (output == OutputFormat.NDJSON) {
            var events = new Ndjson(session.console().out());
            found.forEach(upload -> event(events, "upload", uploads, upload));
        } else {
            found.forEach(upload -> session.console().line(text(upload)));
            session.console().note(Sizes.count(found.size(), "unfinished upload") + " at " + uploads.store());
        }
    }

    private static String text(FoundUpload found) {
        String started =
                found.upload().started().map(UploadsListCommand::seconds).orElse("-");
        return "%-20s  %10s  %-9s  %s  %s"
                .formatted(
                        started,
                        Sizes.of(found.bytes()),
                        found.owner(),
                        SafeText.of(found.upload().key().value()),
                        SafeText.of(found.upload().id().value()));
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
    }

    static void event(Ndjson events, String type, FoundUploads uploads, FoundUpload found) {
        events.event(type, json -> {
            json.writeStringProperty("store", uploads.store().toString());
            json.writeStringProperty("key", found.upload().key().value());
            json.writeStringProperty("id", found.upload().id().value());
            found.upload().started().ifPresent(time -> json.writeStringProperty("started", time.toString()));
            json.writeNumberProperty("parts", found.parts());
            json.writeNumberProperty("bytes", found.bytes());
            json.writeStringProperty("owner", found.owner().name().toLowerCase(Locale.ROOT));
        });
    }
}
