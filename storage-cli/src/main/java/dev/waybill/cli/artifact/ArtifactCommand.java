package dev.waybill.cli.artifact;

import dev.waybill.cli.run.CommonOptions;
import dev.waybill.cli.run.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Gathers what is about artifacts.
@Command(
        name = "artifact",
        description = {
            "Save, find and fetch versions of models, data sets and other bundles of files.",
            "A repository of artifacts lies in a folder or store, named by --in. It has the layout of Runicorn 0.4, "
                    + "whose repositories can be read and written."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill artifact ls --in lab:                       what is there",
            "  waybill artifact save model/net out/ --in lab:      the next version of model/net",
            "  waybill artifact get net:production --in lab:       into the cache of this machine",
            "  waybill artifact get net:production ./net --in lab:"
        })
public final class ArtifactCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads its options
    private CommonOptions common = new CommonOptions();

    /// For picocli.
    public ArtifactCommand() {}

    /// The command with all that it leads to.
    public static CommandLine of(Surroundings surroundings) {
        return new CommandLine(new ArtifactCommand())
                .addSubcommand("save", new SaveCommand(surroundings))
                .addSubcommand("ls", new ListCommand(surroundings))
                .addSubcommand("search", new SearchCommand(surroundings))
                .addSubcommand("show", new ShowCommand(surroundings))
                .addSubcommand("files", new FilesCommand(surroundings))
                .addSubcommand("versions", new VersionsCommand(surroundings))
                .addSubcommand("diff", new DiffCommand(surroundings))
                .addSubcommand("get", new GetCommand(surroundings))
                .addSubcommand("pin", new PinCommand(surroundings))
                .addSubcommand("unpin", new UnpinCommand(surroundings))
                .addSubcommand("alias", new AliasCommand(surroundings))
                .addSubcommand("tag", new TagCommand(surroundings))
                .addSubcommand("rm", new RemoveCommand(surroundings))
                .addSubcommand("lineage", new LineageCommand(surroundings))
                .addSubcommand("restore", new RestoreCommand(surroundings))
                .addSubcommand("history", new HistoryCommand(surroundings))
                .addSubcommand("verify", new VerifyCommand(surroundings))
                .addSubcommand("gc", new SweepCommand(surroundings))
                .addSubcommand("stats", new StatisticsCommand(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "artifact needs to know what to do: waybill artifact ls, waybill artifact save, …");
    }
}
