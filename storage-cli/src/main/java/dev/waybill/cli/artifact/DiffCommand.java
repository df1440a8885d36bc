package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.VersionDiff;
import dev.waybill.domain.artifact.format.ManifestFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Compares two versions.
@Command(
        name = "diff",
        description = "Show in what two versions differ: files added (+), removed (-) and changed (~), metadata.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact diff net:v1 net:v2 --in lab:",
            "  waybill artifact diff net:production net:latest --output json"
        })
final class DiffCommand extends BrowsingCommand {
    @Parameters(index = "0", paramLabel = "FIRST", description = "name:v1 or name:alias.")
    private String first = "";

    @Parameters(index = "1", paramLabel = "SECOND", description = "name:v2 or name:alias.")
    private String second = "";

    DiffCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        VersionDiff diff = VersionDiff.between(
                work.browser().version(reference(first)), work.browser().version(reference(second)));
        if (isJson()) {
            json(work, "diff", json -> {
                VersionText.files(json, "added", diff.added());
                VersionText.files(json, "removed", diff.removed());
                VersionText.files(json, "changed", diff.changed());
                json.writeNumberProperty("same", diff.same());
                json.writeArrayPropertyStart("said");
                diff.said().forEach(each -> {
                    json.writeStartObject();
                    json.writeStringProperty("what", each.what());
                    json.writeStringProperty("before", each.before());
                    json.writeStringProperty("after", each.after());
                    json.writeEndObject();
                });
                json.writeEndArray();
            });
            return ExitCode.DONE;
        }
        diff.added().forEach(file -> line(work, "+", file));
        diff.removed().forEach(file -> line(work, "-", file));
        diff.changed().forEach(file -> line(work, "~", file));
        diff.said()
                .forEach(each -> work.console()
                        .line("= " + SafeText.of(each.what() + ": " + each.before() + " -> " + each.after())));
        work.console().note(Sizes.count(diff.same(), "file") + " the same");
        return ExitCode.DONE;
    }

    private static void line(Work work, String sign, ManifestFile file) {
        work.console().line(sign + " " + SafeText.of(file.path().value()) + " (" + Sizes.of(file.size()) + ")");
    }
}
