package dev.waybill.cli.artifact;

import dev.waybill.cli.run.CommandGroup;
import dev.waybill.cli.run.CommonOptions;
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

    /// The command and all that it leads to.
    public static CommandGroup group() {
        return new CommandGroup(ArtifactCommand::new)
                .with("save", SaveCommand::new)
                .with("ls", ListCommand::new)
                .with("search", SearchCommand::new)
                .with("show", ShowCommand::new)
                .with("files", FilesCommand::new)
                .with("versions", VersionsCommand::new)
                .with("diff", DiffCommand::new)
                .with("get", GetCommand::new)
                .with("pin", PinCommand::new)
                .with("unpin", UnpinCommand::new)
                .with("alias", AliasCommand::new)
                .with("tag", TagCommand::new)
                .with("rm", RemoveCommand::new)
                .with("lineage", LineageCommand::new)
                .with("restore", RestoreCommand::new)
                .with("history", HistoryCommand::new)
                .with("verify", VerifyCommand::new)
                .with("gc", SweepCommand::new)
                .with("stats", StatisticsCommand::new);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "artifact needs to know what to do: waybill artifact ls, waybill artifact save, …");
    }
}
