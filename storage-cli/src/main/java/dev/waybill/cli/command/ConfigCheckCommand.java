package dev.waybill.cli.command;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import dev.waybill.domain.config.ConfigurationException;
import dev.waybill.domain.config.RemoteConfiguration;
import dev.waybill.domain.config.WaybillConfiguration;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/// Reads the configuration and shows what it comes to, or everything that is wrong with it. Connects to nothing.
@Command(
        name = "check",
        description =
                "Read the configuration and show what it comes to, or all that is wrong with it. Connects to nothing.",
        footerHeading = "%nExamples:%n",
        footer = {"  waybill config check", "  waybill config check --config other.yaml"})
public final class ConfigCheckCommand extends WaybillCommand {
    /// @param surroundings what is around the run
    public ConfigCheckCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) {
        WaybillConfiguration configuration = session.configuration();
        Console console = session.console();
        console.line("file     "
                + path(configuration.file().map(Path::toString).orElse("none; what holds without one is shown")));
        console.line("storage  "
                + path(configuration
                        .storage()
                        .map(Path::toString)
                        .orElse("no folder called storage from here upwards")));
        console.line("remote   " + path(configuration.remote()));
        configuration.remotes().values().forEach(remote -> print(console, remote));
        if (!configuration.problems().isEmpty()) {
            throw new ConfigurationException(configuration.problems());
        }
        return ExitCode.DONE;
    }

    private static void print(Console console, RemoteConfiguration remote) {
        String settings = remote.shown().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + SafeText.of(entry.getValue()))
                .collect(Collectors.joining(" "));
        console.line("  %-12s %s %s".formatted(SafeText.of(remote.name()) + ":", remote.provider(), settings));
    }

    private static String path(String text) {
        return SafeText.of(text);
    }
}
