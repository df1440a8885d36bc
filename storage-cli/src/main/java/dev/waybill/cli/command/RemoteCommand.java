package dev.waybill.cli.command;

import dev.waybill.cli.run.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Gathers what is about remotes.
@Command(
        name = "remote",
        description = {
            "Add remotes, prepare them for use, keep catalogs of the repositories in them, and look after the cache."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  waybill remote add lab sftp://researcher@gpu.lab.example/home/researcher/data",
            "  waybill remote trust lab",
            "  waybill remote sync lab       what the repository in it says of its artifacts",
            "  waybill remote status"
        })
public final class RemoteCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli reads its options
    private CommonOptions common = new CommonOptions();

    /// For picocli.
    public RemoteCommand() {}

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "remote needs to know what to do: waybill remote add, waybill remote ls, waybill remote sync, …");
    }
}
