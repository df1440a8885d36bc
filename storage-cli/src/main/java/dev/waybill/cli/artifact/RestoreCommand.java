package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.VersionSummary;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Restores deleted versions.
@Command(
        name = "restore",
        description = "Bring deleted versions back.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact restore net:v1 --in lab:",
            "  waybill artifact restore net:v1..v5 faces:v2     those of them that are deleted"
        })
final class RestoreCommand extends RepositoryCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "VERSION",
            description = "name:v3 or name:v1..v5, with type/ in front if need be.")
    private List<String> typed = List.of();

    RestoreCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        List<VersionChoice> choices = VersionChoice.of(typed);
        var batch = new VersionBatch(work);
        for (VersionBatch.Item item : batch.items(choices, VersionSummary::deleted)) {
            batch.isDone(item.toString(), () -> restore(work, item));
        }
        return batch.exitCode();
    }

    private void restore(Work work, VersionBatch.Item item) throws InterruptedException {
        work.operations().restore(item.id(), item.number());
        if (isJson()) {
            json(work, "restored", json -> {
                json.writeStringProperty("artifact", item.id().toString());
                json.writeNumberProperty("version", item.number());
            });
        } else {
            work.console().line("restored " + SafeText.of(item.toString()));
        }
    }
}
