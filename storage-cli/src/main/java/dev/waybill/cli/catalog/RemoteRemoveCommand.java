package dev.waybill.cli.catalog;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.config.ConfigurationEditor;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Removes a remote from the configuration.
@Command(
        name = "rm",
        description = {
            "Remove a remote from the nearest waybill.yaml. What lies in its store stays, and so does its catalog.",
            "The remote that is used where none is named goes only with --force."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  waybill remote rm lab", "  waybill remote rm lab --global"})
public final class RemoteRemoveCommand extends WaybillCommand {
    @Parameters(paramLabel = "NAME", description = "The remote.")
    private String name = "";

    @Mixin
    private ConfigurationPlace place = new ConfigurationPlace();

    @Option(
            names = {"-f", "--force"},
            description = "Also the one that is used where none is named.")
    private boolean force;

    /// @param surroundings what is around the run
    public RemoteRemoveCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) {
        ConfigurationEditor editor = ConfigurationPlace.editor(session);
        Path file = place.file(session);
        switch (editor.presence(file, name)) {
            case ABSENT ->
                throw CommandFailure.notFound(
                        "no remote " + SafeText.of(name) + (Files.exists(file) ? " in " : "; there is no ")
                                + SafeText.of(file.toString()),
                        "waybill remote ls shows those that there are");
            case DEFAULT -> {
                if (!force) {
                    throw new CommandFailure(Failure.of(
                            ExitCode.GUARDED,
                            "the remote " + name + " is the one used where none is named",
                            "--force removes it, and that it is used"));
                }
            }
            case PRESENT -> {}
        }
        editor.remove(file, name);
        session.console().line("removed " + SafeText.of(name) + " from " + SafeText.of(file.toString()));
        return ExitCode.DONE;
    }
}
