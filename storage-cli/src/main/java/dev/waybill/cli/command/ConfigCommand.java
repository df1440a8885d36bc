package dev.waybill.cli.command;

import dev.waybill.cli.run.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Gathers what is about the configuration.
@Command(
        name = "config",
        description = "Look at the configuration.",
        footerHeading = "%nExamples:%n",
        footer = "  waybill config check")
public final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads its options
    private CommonOptions common = new CommonOptions();

    /// For picocli.
    public ConfigCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "config needs to know what to do: waybill config check");
    }
}
