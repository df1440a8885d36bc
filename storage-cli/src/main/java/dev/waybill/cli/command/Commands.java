package dev.waybill.cli.command;

import dev.waybill.cli.artifact.ArtifactCommand;
import dev.waybill.cli.catalog.RemoteAddCommand;
import dev.waybill.cli.catalog.RemoteClearCacheCommand;
import dev.waybill.cli.catalog.RemoteListCommand;
import dev.waybill.cli.catalog.RemoteRemoveCommand;
import dev.waybill.cli.catalog.RemoteStatusCommand;
import dev.waybill.cli.catalog.RemoteSyncCommand;
import dev.waybill.cli.run.CommandGroup;
import dev.waybill.cli.run.Surroundings;
import java.util.List;
import picocli.CommandLine;

/// All commands.
public final class Commands {
    private static final CommandGroup ALL = new CommandGroup(RootCommand::new)
            .with("push", PushCommand::new)
            .with("pull", PullCommand::new)
            .with("sync", TwoWayCommand::new)
            .with("status", StatusCommand::new)
            .with("plan", PlanCommand::new)
            .with("apply", ApplyCommand::new)
            .with("why", WhyCommand::new)
            .with("runs", RunsCommand::new)
            .with("undo", UndoCommand::new)
            .withGroup("trash", Commands::trash)
            .with("ls", LsCommand::new)
            .with("tree", TreeCommand::new)
            .with("stat", StatCommand::new)
            .with("cat", CatCommand::new)
            .with("cp", CpCommand::new)
            .with("mv", MvCommand::new)
            .with("rm", RmCommand::new)
            .with("mkdir", MkdirCommand::new)
            .with("du", DuCommand::new)
            .withGroup("artifact", ArtifactCommand::group)
            .withGroup("uploads", Commands::uploads)
            .with("doctor", DoctorCommand::new)
            .withGroup("remote", Commands::remote)
            .with("env", EnvCommand::new)
            .withGroup("dvc", Commands::dvc)
            .withGroup("config", Commands::config)
            .with("completion", CompletionCommand::new);

    private Commands() {}

    /// The command line for `arguments`: with one command where the first argument names it, else with all.
    public static CommandLine of(Surroundings surroundings, String... arguments) {
        List<String> words = List.of(arguments);
        return ALL.isNamedBy(words) ? configured(ALL.made(surroundings, words)) : all(surroundings);
    }

    /// The command line with all commands.
    public static CommandLine all(Surroundings surroundings) {
        return configured(ALL.made(surroundings, List.of()).addSubcommand("help", new CommandLine.HelpCommand()));
    }

    private static CommandLine configured(CommandLine root) {
        return WholeNumbers.inPlainWords(EnumValues.inLowerCase(root))
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100);
    }

    private static CommandGroup uploads() {
        return new CommandGroup(UploadsCommand::new)
                .with("list", UploadsListCommand::new)
                .with("abort", UploadsAbortCommand::new);
    }

    private static CommandGroup trash() {
        return new CommandGroup(TrashCommand::new)
                .with("ls", TrashLsCommand::new)
                .with("expire", TrashExpireCommand::new);
    }

    private static CommandGroup config() {
        return new CommandGroup(ConfigCommand::new).with("check", ConfigCheckCommand::new);
    }

    private static CommandGroup remote() {
        return new CommandGroup(RemoteCommand::new)
                .with("add", RemoteAddCommand::new)
                .with("ls", RemoteListCommand::new)
                .with("rm", RemoteRemoveCommand::new)
                .with("sync", RemoteSyncCommand::new)
                .with("status", RemoteStatusCommand::new)
                .with("clear-cache", RemoteClearCacheCommand::new)
                .with("trust", RemoteTrustCommand::new);
    }

    private static CommandGroup dvc() {
        return new CommandGroup(DvcCommand::new).with("setup", DvcSetupCommand::new);
    }
}
