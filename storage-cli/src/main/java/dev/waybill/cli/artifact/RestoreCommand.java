package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactVersion;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Restores deleted versions.
@Command(
        name = "restore",
        description = "Bring deleted versions back.",
        footerHeading = "%nExamples:%n",
        footer = "  waybill artifact restore net:v1 --in lab:")
final class RestoreCommand extends RepositoryCommand {
    @Parameters(arity = "1..*", paramLabel = "VERSION", description = "name:v3, with type/ in front if need be.")
    private List<String> typed = List.of();

    RestoreCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        for (String text : typed) {
            ArtifactVersion version = work.repository().version(reference(text));
            work.repository().restore(version.id(), version.number());
            if (isJson()) {
                json(work, "restored", json -> {
                    json.writeStringProperty("artifact", version.id().toString());
                    json.writeNumberProperty("version", version.number());
                });
            } else {
                work.console().line("restored " + SafeText.of(version.toString()));
            }
        }
        return ExitCode.DONE;
    }
}
