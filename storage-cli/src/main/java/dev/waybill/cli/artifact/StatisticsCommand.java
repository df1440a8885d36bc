package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.RepositoryStatistics;
import picocli.CommandLine.Command;

/// Counts what a repository holds.
@Command(
        name = "stats",
        description = "Count what a repository holds, and what keeping each content once saves.",
        footerHeading = "%nExamples:%n",
        footer = {"  waybill artifact stats --in lab:", "  waybill artifact stats --output json"})
final class StatisticsCommand extends BrowsingCommand {
    StatisticsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        RepositoryStatistics found = work.browser().statistics(work.problems());
        if (isJson()) {
            json(work, "statistics", json -> {
                json.writeNumberProperty("artifacts", found.artifacts());
                json.writeNumberProperty("versions", found.versions());
                json.writeNumberProperty("files", found.files());
                json.writeNumberProperty("fileBytes", found.fileBytes());
                json.writeNumberProperty("distinctBytes", found.distinctBytes());
                json.writeNumberProperty("references", found.references());
                json.writeNumberProperty("referenceBytes", found.referenceBytes());
            });
        } else {
            work.console()
                    .line(Sizes.count(found.artifacts(), "artifact") + ", " + Sizes.count(found.versions(), "version")
                            + ", " + Sizes.count(found.files(), "file"));
            work.console()
                    .line(Sizes.of(found.fileBytes()) + " in files, " + Sizes.of(found.distinctBytes())
                            + " of them different: " + Sizes.of(found.savedBytes()) + " less where each is kept once");
            work.console()
                    .line(Sizes.count(found.references(), "reference") + " to " + Sizes.of(found.referenceBytes())
                            + " that lie elsewhere");
        }
        return work.problems().exitCode();
    }
}
