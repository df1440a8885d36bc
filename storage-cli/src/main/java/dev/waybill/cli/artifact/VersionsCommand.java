package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Columns;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.VersionSummary;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Lists the versions of an artifact.
@Command(
        name = "versions",
        description = "List the versions of an artifact, deleted ones too.",
        footerHeading = "%nExamples:%n",
        footer = {"  waybill artifact versions net --in lab:", "  waybill artifact versions model/net --output json"})
final class VersionsCommand extends BrowsingCommand {
    @Parameters(paramLabel = "NAME", description = "The artifact, with type/ in front if need be.")
    private String typed = "";

    VersionsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        ArtifactId id = artifact(work, typed);
        List<VersionSummary> versions = work.browser().versions(id);
        if (isJson()) {
            json(work, "versions", json -> {
                json.writeStringProperty("artifact", id.toString());
                json.writeArrayPropertyStart("versions");
                for (VersionSummary each : versions) {
                    json.writeStartObject();
                    VersionText.entry(json, each.entry());
                    json.writeBooleanProperty("deleted", each.deleted());
                    Ndjson.texts(json, "aliases", each.aliases());
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
            return ExitCode.DONE;
        }
        var columns = new Columns("VERSION", "SAVED", "SIZE", "FILES", "ALIASES", "RUN");
        for (VersionSummary each : versions) {
            columns.row(
                    "v" + each.entry().version() + (each.deleted() ? " (deleted)" : ""),
                    VersionText.time(each.entry().createdAt()),
                    Sizes.of(each.entry().sizeBytes()),
                    Long.toString(each.entry().numFiles()),
                    VersionText.names(each.aliases()),
                    each.entry().createdByRun().isEmpty() ? "-" : each.entry().createdByRun());
        }
        table(work, columns);
        return ExitCode.DONE;
    }
}
