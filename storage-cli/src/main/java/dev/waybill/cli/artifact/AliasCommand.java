package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.operation.VersionBatch;
import dev.waybill.domain.operation.VersionChange;
import dev.waybill.domain.operation.VersionRange;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Sets and removes aliases.
@Command(
        name = "alias",
        description = "Let an alias name a version, whatever it named before; or remove it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact alias net:v3 production --in lab:",
            "  waybill artifact alias net:v3 faces:v2 production",
            "  waybill artifact alias net:latest validated",
            "  waybill artifact alias --remove net production"
        })
final class AliasCommand extends RepositoryCommand {
    @Parameters(
            arity = "2..*",
            paramLabel = "VERSION… ALIAS",
            hideParamSyntax = true,
            description =
                    "name:v3 or name:alias, one or more of several artifacts; with --remove their names. Then the "
                            + "alias; latest is set by itself.")
    private List<String> typed = List.of();

    @Option(names = "--remove", description = "Remove the alias.")
    private boolean remove;

    AliasCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        String alias = typed(() -> ArtifactReference.requireAlias(typed.getLast()));
        List<String> named = typed.subList(0, typed.size() - 1);
        List<VersionRange> choices = VersionBatches.ranges(named);
        requireOneVersionEach(choices, named);
        var batch = VersionBatches.of(work);
        if (remove) {
            for (VersionRange choice : choices) {
                batch.isDone(choice.first().name(), () -> remove(work, batch.identify(choice.first()), alias));
            }
            return VersionBatches.exitCode(batch);
        }
        var change = new VersionChange.SetAlias(alias);
        for (VersionBatch.Item item : batch.items(choices, change::isFor)) {
            batch.isDone(item.toString(), () -> set(work, change, item));
        }
        return VersionBatches.exitCode(batch);
    }

    private void requireOneVersionEach(List<VersionRange> choices, List<String> named) {
        for (int i = 0; i < named.size(); i++) {
            if (choices.get(i).last().isPresent()) {
                throw CommandFailure.usage(
                        "an alias names one version of an artifact: " + named.get(i), "name one version");
            }
            if (remove && named.get(i).contains(":")) {
                throw CommandFailure.usage(
                        "an artifact was expected, not a version: " + named.get(i),
                        "leave out what stands behind the colon");
            }
        }
    }

    private void remove(Work work, ArtifactId id, String alias) throws InterruptedException {
        work.operations().removeAlias(id, alias);
        done(work, id, alias, 0, "removed the alias " + SafeText.of(alias) + " of " + SafeText.of(id.toString()));
    }

    private void set(Work work, VersionChange.SetAlias change, VersionBatch.Item item) throws InterruptedException {
        String alias = change.alias();
        change.make(work.operations(), item.id(), item.number());
        done(work, item.id(), alias, item.number(), SafeText.of(alias) + " names " + SafeText.of(item.toString()));
    }

    private void done(Work work, ArtifactId id, String alias, int number, String text) {
        if (isJson()) {
            json(work, "alias", json -> {
                json.writeStringProperty("artifact", id.toString());
                json.writeStringProperty("alias", alias);
                if (number > 0) {
                    json.writeNumberProperty("version", number);
                }
            });
        } else {
            work.console().line(text);
        }
    }
}
