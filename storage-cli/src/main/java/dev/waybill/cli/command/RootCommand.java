package dev.waybill.cli.command;

import dev.waybill.cli.run.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command itself, which only leads to the others.
@Command(
        name = "waybill",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Move files between folders and object stores.",
        footerHeading = "%nA PLACE is one of:%n",
        footer = {
            "  remote:path           in a remote that waybill.yaml configures",
            "  s3://bucket/path      a URL; gs://, az://, sftp:// and file:// work, too",
            "  ./folder/file         a local path; ./a:b for one with a : in its first name",
            "  -                     standard input or output (cp, cat)",
            "",
            "Without any configuration, push and pull work on the nearest folder called storage and the",
            "embedded remote beside it, .waybill/remote (written embedded: as a place).",
            "",
            "Exit codes: 0 done, 2 usage or configuration, 3 not found, 4 some items failed or conflicts,",
            "5 store unavailable, 6 not allowed, 7 corrupt content, 8 stopped by a guard, 130 cancelled."
        })
public final class RootCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    private boolean version;

    @SuppressWarnings("UnusedVariable") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /// For picocli.
    public RootCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command was given");
    }
}
