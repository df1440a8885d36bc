package dev.waybill.cli.command;

import dev.waybill.cli.run.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Gathers what is about the trash of runs.
@Command(
        name = "trash",
        description = "Look at what runs kept of what they replaced and deleted, or remove it.",
        footerHeading = "%nExamples:%n",
        footer = {"  waybill trash ls", "  waybill trash expire --older-than 30d"})
public final class TrashCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads its options
    private CommonOptions common = new CommonOptions();

    /// For picocli.
    public TrashCommand() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "trash needs to know what to do: waybill trash ls, or waybill trash expire");
    }
}
