package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Columns;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactSummary;
import dev.waybill.domain.artifact.format.VersionEntry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists artifacts.
@Command(
        name = "ls",
        description = "List the artifacts of a repository, with their latest versions and aliases.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact ls --in lab:",
            "  waybill artifact ls --in s3://bucket/experiments --type model",
            "  waybill artifact ls net --output json      those whose name has net in it"
        })
final class ListCommand extends RepositoryCommand {
    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Only those whose name has this in it.")
    private Optional<String> text = Optional.empty();

    @Option(names = "--type", paramLabel = "TYPE", description = "Only those of this type.")
    private Optional<String> type = Optional.empty();

    ListCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        List<ArtifactSummary> found = work.repository().list(work.problems()).stream()
                .filter(each -> type.map(each.id().type()::equals).orElse(true))
                .filter(each -> text.map(wanted -> lower(each.id().name()).contains(lower(wanted)))
                        .orElse(true))
                .toList();
        if (isJson()) {
            json(work, "artifacts", json -> {
                json.writeArrayPropertyStart("artifacts");
                for (ArtifactSummary each : found) {
                    json.writeStartObject();
                    json.writeStringProperty("artifact", each.id().toString());
                    json.writeNumberProperty("versions", each.versions());
                    each.latest().ifPresent(latest -> {
                        json.writeName("latest");
                        json.writeStartObject();
                        VersionText.entry(json, latest);
                        json.writeEndObject();
                    });
                    json.writeName("aliases");
                    json.writeStartObject();
                    each.aliases().forEach(json::writeNumberProperty);
                    json.writeEndObject();
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
        } else {
            print(work, found);
        }
        return work.problems().exitCode();
    }

    private static void print(Work work, List<ArtifactSummary> found) {
        var columns = new Columns("ARTIFACT", "LATEST", "VERSIONS", "SIZE", "SAVED", "ALIASES");
        for (ArtifactSummary each : found) {
            List<String> aliases = each.aliases().entrySet().stream()
                    .filter(alias -> !alias.getKey().equals("latest"))
                    .map(alias -> alias.getKey() + "=v" + alias.getValue())
                    .toList();
            columns.row(
                    each.id().toString(),
                    each.latest().map(latest -> "v" + latest.version()).orElse("-"),
                    Integer.toString(each.versions()),
                    each.latest().map(VersionEntry::sizeBytes).map(Sizes::of).orElse("-"),
                    VersionText.time(each.updatedAt()),
                    VersionText.names(aliases));
        }
        table(work, columns);
        work.console().note(Sizes.count(found.size(), "artifact"));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
