package dev.waybill.cli.command;

import dev.waybill.cli.run.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Gathers what is about unfinished uploads.
@Command(
        name = "uploads",
        description = "Show and give up uploads in parts that were begun and not finished.",
        footerHeading = "%nExamples:%n",
        footer = {"  waybill uploads list", "  waybill uploads abort --older-than 7d"})
public final class UploadsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads its options
    private CommonOptions common = new CommonOptions();

    /// For picocli.
    public UploadsCommand() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "uploads needs to know what to do: waybill uploads list, waybill uploads abort");
    }
}
