package dev.waybill.cli.artifact;

import dev.waybill.cli.address.Places;
import dev.waybill.cli.catalog.Catalogs;
import dev.waybill.cli.catalog.Operations;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Columns;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.operation.OperationEntry;
import dev.waybill.domain.operation.OperationQuery;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/// Shows what this user's programs did to repositories.
@Command(
        name = "history",
        description = {
            "Show what waybill did from here to repositories: who did what to which version, and how it ended. Asks no "
                    + "store.",
            "An operation that says begun goes on, or its program did not live to tell how it ended."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact history",
            "  waybill artifact history net:v3 --since 7d",
            "  waybill artifact history --in lab: --limit 100 --output json"
        })
final class HistoryCommand extends WaybillCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "ARTIFACT",
            description = "Only those on this artifact: name, type/name or name:v3.")
    private Optional<String> typed = Optional.empty();

    @Option(
            names = "--in",
            paramLabel = "PLACE",
            description = "Only those on this repository: remote:path, a URL or a local folder.")
    private Optional<String> place = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = MomentConverter.class,
            description = "Only those since then: 7d, 2026-11-27, 2026-11-27T12:00:00Z.")
    private Optional<MomentConverter.Moment> since = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "The latest N (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text for people, json for machines (default: ${DEFAULT-VALUE}).")
    private RepositoryCommand.Format output = RepositoryCommand.Format.TEXT;

    HistoryCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) throws InterruptedException {
        OperationQuery query = RepositoryCommand.typed(() -> query(session));
        List<OperationEntry> entries;
        try (var history = Operations.history(session)) {
            entries = history.find(query);
        }
        if (output == RepositoryCommand.Format.JSON) {
            new Ndjson(session.console().out()).event("history", json -> {
                json.writeArrayPropertyStart("operations");
                entries.forEach(entry -> json(json, entry));
                json.writeEndArray();
            });
            return ExitCode.DONE;
        }
        var columns = new Columns("TIME", "WHO", "REPOSITORY", "OPERATION", "ARTIFACT", "WITH", "OUTCOME");
        entries.forEach(entry -> row(columns, entry));
        columns.lines().forEach(session.console()::line);
        if (entries.isEmpty()) {
            session.console().note("no operations");
        }
        return ExitCode.DONE;
    }

    private OperationQuery query(Session session) {
        Optional<ArtifactReference> reference = typed.map(ArtifactReference::parse);
        OptionalInt version = reference
                .flatMap(ArtifactReference::version)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
        return new OperationQuery(
                place.map(text -> repository(session, text)),
                reference.flatMap(ArtifactReference::type),
                reference.map(ArtifactReference::name),
                version,
                since.map(moment -> moment.by(session.surroundings().clock())),
                limit);
    }

    private static String repository(Session session, String place) {
        try (var places = new Places(session, false)) {
            return Catalogs.id(places.target(place)).toString();
        }
    }

    private static String artifact(OperationEntry entry) {
        String number = entry.version().isPresent() ? ":v" + entry.version().getAsInt() : "";
        return entry.start().artifact().map(id -> id + number).orElse("-");
    }

    private static void row(Columns columns, OperationEntry entry) {
        String arguments = entry.start().arguments().entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" "));
        String outcome = entry.end()
                .map(end -> end.outcome().word()
                        + end.reason().map(why -> ": " + why).orElse(""))
                .orElse("begun");
        columns.row(
                entry.start().at().truncatedTo(ChronoUnit.SECONDS).toString(),
                entry.start().who(),
                entry.start().repository(),
                entry.start().operation().word(),
                artifact(entry),
                arguments.isEmpty() ? "-" : arguments,
                outcome);
    }

    private static void json(JsonGenerator json, OperationEntry entry) {
        json.writeStartObject();
        json.writeStringProperty("begunAt", entry.start().at().toString());
        json.writeStringProperty("who", entry.start().who());
        json.writeStringProperty("repository", entry.start().repository());
        json.writeStringProperty("operation", entry.start().operation().word());
        entry.start().artifact().ifPresent(id -> json.writeStringProperty("artifact", id.toString()));
        entry.version().ifPresent(number -> json.writeNumberProperty("version", number));
        json.writeObjectPropertyStart("arguments");
        entry.start().arguments().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeStringProperty(
                "outcome", entry.end().map(end -> end.outcome().word()).orElse("begun"));
        entry.end()
                .ifPresent(end -> json.writeStringProperty("endedAt", end.at().toString()));
        entry.end().flatMap(end -> end.reason()).ifPresent(why -> json.writeStringProperty("reason", why));
        json.writeEndObject();
    }
}
