package dev.waybill.cli.command;

import dev.waybill.cli.run.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Gathers what is about DVC.
@Command(
        name = "dvc",
        description = "Have DVC (Data Version Control) use the same storage.",
        footerHeading = "%nExamples:%n",
        footer = "  waybill dvc setup")
public final class DvcCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads its options
    private CommonOptions common = new CommonOptions();

    /// For picocli.
    public DvcCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "dvc needs to know what to do: waybill dvc setup");
    }
}
