package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.CheckFinding;
import dev.waybill.domain.artifact.CheckOptions;
import dev.waybill.domain.artifact.CheckReport;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Looks for damage.
@Command(
        name = "verify",
        description = {
            "Look whether all that is said of artifacts is there, and with --content whether all bytes are right.",
            "In a folder each content lies twice, in the pool and under the version; --mend makes what is wrong or "
                    + "missing anew of the other copy. It ends with 7 where damage is left."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact verify --in lab:              all, without reading contents",
            "  waybill artifact verify net --content",
            "  waybill artifact verify --content --mend --in ./repository"
        })
final class VerifyCommand extends RepositoryCommand {
    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Artifacts; all if left out.")
    private List<String> typed = List.of();

    @Option(names = "--content", description = "Read and hash all contents.")
    private boolean content;

    @Option(names = "--mend", description = "Make what is wrong anew of a good copy.")
    private boolean mend;

    VerifyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        var ids = new ArrayList<ArtifactId>();
        for (String text : typed) {
            ids.add(artifact(work, text));
        }
        CheckReport report = work.operations().check(ids, new CheckOptions(content, mend));
        if (isJson()) {
            json(work, "verified", json -> {
                json.writeNumberProperty("versions", report.versions());
                json.writeNumberProperty("files", report.files());
                json.writeNumberProperty("hashedBytes", report.bytes());
                json.writeArrayPropertyStart("findings");
                for (CheckFinding finding : report.findings()) {
                    json.writeStartObject();
                    json.writeStringProperty("version", finding.version());
                    json.writeStringProperty("key", finding.key());
                    json.writeStringProperty("detail", finding.detail());
                    json.writeBooleanProperty("mended", finding.mended());
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
        } else {
            report.findings()
                    .forEach(finding -> work.console()
                            .line((finding.mended() ? "mended  " : "damaged ")
                                    + SafeText.of(finding.version() + "  " + finding.key() + ": " + finding.detail())));
            work.console()
                    .line(Sizes.count(report.versions(), "version") + ", " + Sizes.count(report.files(), "file")
                            + (content ? ", " + Sizes.of(report.bytes()) + " hashed" : "") + ": "
                            + Sizes.count(report.findings().size(), "finding"));
        }
        return report.isSound() ? ExitCode.DONE : ExitCode.CORRUPT;
    }
}
