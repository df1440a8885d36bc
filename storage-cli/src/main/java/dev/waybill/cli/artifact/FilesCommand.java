package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Columns;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Lists the files of a version.
@Command(
        name = "files",
        description = "List the files of a version, and what it refers to.",
        footerHeading = "%nExamples:%n",
        footer = {"  waybill artifact files net:v3 --in lab:", "  waybill artifact files faces --output json"})
final class FilesCommand extends BrowsingCommand {
    @Parameters(paramLabel = "VERSION", description = "name, name:v3 or name:alias, with type/ in front if need be.")
    private String typed = "";

    FilesCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        ArtifactVersion version = work.browser().version(reference(typed));
        if (isJson()) {
            json(work, "files", json -> {
                json.writeStringProperty("artifact", version.id().toString());
                json.writeNumberProperty("version", version.number());
                VersionText.files(json, "files", version.manifest().files());
                VersionText.references(json, version.manifest().references());
            });
        } else {
            var columns = new Columns("PATH", "SIZE", "SHA-256");
            version.manifest()
                    .files()
                    .forEach(file -> columns.row(
                            file.path().value(),
                            Sizes.of(file.size()),
                            file.digest().hex().substring(0, 16)));
            table(work, columns);
            var references = new Columns("REFERS TO", "SIZE", "CHECKSUM");
            version.manifest()
                    .references()
                    .forEach(each -> references.row(
                            each.uri(),
                            each.size().isPresent() ? Sizes.of(each.size().getAsLong()) : "-",
                            each.checksum().orElse("-")));
            table(work, references);
        }
        version.problems().forEach(work.console()::warning);
        return version.problems().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }
}
