package dev.waybill.cli.artifact;

import dev.waybill.cli.command.AgeConverter;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.SweepReport;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Removes what nobody needs any more.
@Command(
        name = "gc",
        description = {
            "Remove contents that no version has, and what saves left that did not end.",
            "Contents of deleted versions stay. Whoever saves meanwhile waits. If a manifest cannot be read nothing is "
                    + "removed, since what it names could be what would go."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  waybill artifact gc --dry-run --in lab:", "  waybill artifact gc --min-age 7d"})
final class SweepCommand extends RepositoryCommand {
    @Option(
            names = {"-n", "--dry-run"},
            description = "Only tell what would be removed.")
    private boolean dryRun;

    @Option(
            names = "--min-age",
            paramLabel = "AGE",
            converter = AgeConverter.class,
            defaultValue = "1d",
            description = "Only what was written so long ago, as 90s, 30m, 12h or 7d (default: ${DEFAULT-VALUE}).")
    private Duration minAge = Duration.ofDays(1);

    SweepCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        SweepReport report =
                dryRun ? work.repository().planSweep(minAge) : work.operations().sweep(minAge);
        report.failures().forEach(work.problems());
        if (isJson()) {
            json(work, dryRun ? "would-remove" : "removed", json -> {
                json.writeNumberProperty("contents", report.contents());
                json.writeNumberProperty("bytes", report.bytes());
                Ndjson.texts(json, "leftovers", report.leftovers());
            });
        } else {
            report.leftovers()
                    .forEach(each -> work.console()
                            .line((dryRun ? "would remove what is left of " : "removed what was left of ")
                                    + SafeText.of(each)));
            work.console()
                    .line((dryRun ? "would remove " : "removed ") + Sizes.count(report.contents(), "content") + ", "
                            + Sizes.of(report.bytes()));
        }
        return work.problems().exitCode();
    }
}
