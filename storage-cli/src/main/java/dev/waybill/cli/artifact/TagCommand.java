package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Ndjson;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactDraft;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.operation.VersionBatch;
import dev.waybill.domain.operation.VersionChange;
import dev.waybill.domain.operation.VersionRange;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Adds and removes tags.
@Command(
        name = "tag",
        description = "Add tags to a version, or remove some.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact tag net:v3 fast small --in lab:",
            "  waybill artifact tag net:v1..v5 --remove small --also faces:v2"
        })
final class TagCommand extends RepositoryCommand {
    @Parameters(
            index = "0",
            paramLabel = "VERSION",
            description = "name, name:v3, name:v1..v5 or name:alias, with type/ in front if need be.")
    private String typed = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "TAG", description = "Tags to add.")
    private List<String> added = List.of();

    @Option(
            names = "--also",
            paramLabel = "VERSION",
            description = "Another version that gets the same; may be given several times.")
    private List<String> also = List.of();

    @Option(names = "--remove", paramLabel = "TAG", description = "Remove a tag; may be given several times.")
    private List<String> removed = List.of();

    TagCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        if (added.isEmpty() && removed.isEmpty()) {
            throw CommandFailure.usage("tag needs a tag to add or to remove", "waybill artifact show shows them");
        }
        for (String tag : added) {
            typed(() -> ArtifactDraft.requireTag(tag));
        }
        List<String> all = new ArrayList<>(List.of(typed));
        all.addAll(also);
        List<VersionRange> choices = VersionBatches.ranges(all);
        var change = new VersionChange.Tag(added, removed);
        var batch = VersionBatches.of(work);
        for (VersionBatch.Item item : batch.items(choices, change::isFor)) {
            batch.isDone(item.toString(), () -> tag(work, change, item));
        }
        return VersionBatches.exitCode(batch);
    }

    private void tag(Work work, VersionChange change, VersionBatch.Item item) throws InterruptedException {
        change.make(work.operations(), item.id(), item.number());
        ArtifactVersion now = work.repository().version(ArtifactReference.of(item.id(), item.number()));
        List<String> tags = now.metadata().tags();
        if (isJson()) {
            json(work, "tags", json -> {
                json.writeStringProperty("artifact", now.id().toString());
                json.writeNumberProperty("version", now.number());
                Ndjson.texts(json, "tags", tags);
            });
        } else {
            work.console().line(SafeText.of(now + " has the tags " + VersionText.names(tags)));
        }
    }
}
