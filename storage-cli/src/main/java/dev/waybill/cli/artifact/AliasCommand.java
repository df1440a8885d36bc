package dev.waybill.cli.artifact;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactVersion;
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
            "  waybill artifact alias net:latest validated",
            "  waybill artifact alias --remove net production"
        })
final class AliasCommand extends RepositoryCommand {
    @Parameters(
            index = "0",
            paramLabel = "VERSION",
            description = "name:v3 or name:alias; with --remove the artifact's name.")
    private String typed = "";

    @Parameters(index = "1", paramLabel = "ALIAS", description = "The alias; latest is set by itself.")
    private String alias = "";

    @Option(names = "--remove", description = "Remove the alias.")
    private boolean remove;

    AliasCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Work work) throws InterruptedException {
        if (remove) {
            ArtifactId id = artifact(work, typed);
            typed(() -> {
                work.repository().removeAlias(id, alias);
                return id;
            });
            done(work, id, 0, "removed the alias " + SafeText.of(alias) + " of " + SafeText.of(id.toString()));
            return ExitCode.DONE;
        }
        ArtifactVersion version = work.repository().version(reference(typed));
        typed(() -> {
            work.repository().setAlias(version.id(), version.number(), alias);
            return version;
        });
        done(work, version.id(), version.number(), SafeText.of(alias) + " names " + SafeText.of(version.toString()));
        return ExitCode.DONE;
    }

    private void done(Work work, ArtifactId id, int number, String text) {
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
