package dev.waybill.cli.command;

import dev.waybill.cli.artifact.ArtifactCommand;
import dev.waybill.cli.catalog.RemoteAddCommand;
import dev.waybill.cli.catalog.RemoteClearCacheCommand;
import dev.waybill.cli.catalog.RemoteListCommand;
import dev.waybill.cli.catalog.RemoteRemoveCommand;
import dev.waybill.cli.catalog.RemoteStatusCommand;
import dev.waybill.cli.catalog.RemoteSyncCommand;
import dev.waybill.cli.run.Surroundings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/// All commands, and the making of those that a command line needs: reading the options of every command takes
/// longer than most commands run.
public final class Commands {
    private static final Map<String, Function<Surroundings, Object>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("push", PushCommand::new);
        ALL.put("pull", PullCommand::new);
        ALL.put("sync", TwoWayCommand::new);
        ALL.put("status", StatusCommand::new);
        ALL.put("plan", PlanCommand::new);
        ALL.put("apply", ApplyCommand::new);
        ALL.put("why", WhyCommand::new);
        ALL.put("runs", RunsCommand::new);
        ALL.put("undo", UndoCommand::new);
        ALL.put("trash", Commands::trash);
        ALL.put("ls", LsCommand::new);
        ALL.put("tree", TreeCommand::new);
        ALL.put("stat", StatCommand::new);
        ALL.put("cat", CatCommand::new);
        ALL.put("cp", CpCommand::new);
        ALL.put("mv", MvCommand::new);
        ALL.put("rm", RmCommand::new);
        ALL.put("mkdir", MkdirCommand::new);
        ALL.put("du", DuCommand::new);
        ALL.put("artifact", ArtifactCommand::of);
        ALL.put("uploads", Commands::uploads);
        ALL.put("doctor", DoctorCommand::new);
        ALL.put("remote", Commands::remote);
        ALL.put("env", EnvCommand::new);
        ALL.put("dvc", Commands::dvc);
        ALL.put("config", Commands::config);
        ALL.put("completion", CompletionCommand::new);
    }

    private Commands() {}

    /// The command line for `arguments`: with one command where the first argument names it, else with all.
    public static CommandLine of(Surroundings surroundings, String... arguments) {
        Function<Surroundings, Object> named = arguments.length == 0 ? null : ALL.get(arguments[0]);
        if (named == null) {
            return all(surroundings);
        }
        return configured(new CommandLine(new RootCommand()).addSubcommand(arguments[0], named.apply(surroundings)));
    }

    /// The command line with all commands.
    public static CommandLine all(Surroundings surroundings) {
        var root = new CommandLine(new RootCommand());
        ALL.forEach((name, command) -> root.addSubcommand(name, command.apply(surroundings)));
        root.addSubcommand("help", new CommandLine.HelpCommand());
        return configured(root);
    }

    private static CommandLine configured(CommandLine root) {
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100);
    }

    private static Object uploads(Surroundings surroundings) {
        return new CommandLine(new UploadsCommand())
                .addSubcommand("list", new UploadsListCommand(surroundings))
                .addSubcommand("abort", new UploadsAbortCommand(surroundings));
    }

    private static Object trash(Surroundings surroundings) {
        return new CommandLine(new TrashCommand())
                .addSubcommand("ls", new TrashLsCommand(surroundings))
                .addSubcommand("expire", new TrashExpireCommand(surroundings));
    }

    private static Object config(Surroundings surroundings) {
        return new CommandLine(new ConfigCommand()).addSubcommand("check", new ConfigCheckCommand(surroundings));
    }

    private static Object remote(Surroundings surroundings) {
        return new CommandLine(new RemoteCommand())
                .addSubcommand("add", new RemoteAddCommand(surroundings))
                .addSubcommand("ls", new RemoteListCommand(surroundings))
                .addSubcommand("rm", new RemoteRemoveCommand(surroundings))
                .addSubcommand("sync", new RemoteSyncCommand(surroundings))
                .addSubcommand("status", new RemoteStatusCommand(surroundings))
                .addSubcommand("clear-cache", new RemoteClearCacheCommand(surroundings))
                .addSubcommand("trust", new RemoteTrustCommand(surroundings));
    }

    private static Object dvc(Surroundings surroundings) {
        return new CommandLine(new DvcCommand()).addSubcommand("setup", new DvcSetupCommand(surroundings));
    }
}
