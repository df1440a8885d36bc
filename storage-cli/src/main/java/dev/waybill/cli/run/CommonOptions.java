package dev.waybill.cli.run;

import dev.waybill.cli.output.ColorWhen;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options of every command.
public final class CommonOptions {
    /// The configuration file, instead of the one that would be found.
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Read this configuration instead of the nearest waybill.yaml.")
    Optional<Path> config = Optional.empty();

    /// Every call on a store, and stack traces of failures, on standard error.
    @Option(
            names = {"-v", "--verbose"},
            description = "Tell of every call on a store, and where a failure came from.")
    boolean verbose;

    /// Only results and failures.
    @Option(
            names = {"-q", "--quiet"},
            description = "Print results and failures only.")
    boolean quiet;

    /// When colours are used.
    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "Use colours: auto (on a terminal, unless NO_COLOR is set), always or never.")
    ColorWhen color = ColorWhen.AUTO;

    /// Shows the help; picocli acts on it.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    /// For picocli.
    public CommonOptions() {}
}
