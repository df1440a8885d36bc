package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.operation.VersionBatch;
import dev.waybill.domain.operation.VersionChange;
import dev.waybill.domain.operation.VersionRange;
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
        List<VersionRange> choices = VersionBatches.ranges(typed);
        var change = new VersionChange.Restore();
        var batch = VersionBatches.of(work);
        for (VersionBatch.Item item : batch.items(choices, change::isFor)) {
            batch.isDone(item.toString(), () -> restore(work, change, item));
        }
        return VersionBatches.exitCode(batch);
    }

    private void restore(Work work, VersionChange change, VersionBatch.Item item) throws InterruptedException {
        change.make(work.operations(), item.id(), item.number());
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
