package dev.waybill.cli.run;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.cli.exit.Failures;
import dev.waybill.cli.output.ColorWhen;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.Paint;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Runs one command line and turns whatever happens into an exit code and a message.
public final class Runner {
    private final Surroundings surroundings;

    /// @param surroundings what is around the run
    public Runner(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// Runs the command that `arguments` name.
    ///
    /// @return the exit code
    public int run(CommandLine commandLine, String... arguments) {
        commandLine
                .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(colors())
                .setParameterExceptionHandler(this::misused)
                .setExecutionExceptionHandler(this::failed);
        int status = commandLine.execute(arguments);
        surroundings.out().flush();
        if (surroundings.out().checkError() && status == ExitCode.DONE.status()) {
            plain().failure(Failure.of(ExitCode.INCOMPLETE, "standard output could not be written to its end"));
            return ExitCode.INCOMPLETE.status();
        }
        return status;
    }

    private int misused(ParameterException e, String[] arguments) {
        var command = e.getCommandLine();
        List<String> suggestions =
                e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String hint = suggestions.isEmpty() ? "" : "did you mean " + String.join(" or ", suggestions) + "? ";
        String name = command.getCommandSpec().qualifiedName();
        plain().failure(new Failure(
                ExitCode.USAGE,
                String.valueOf(e.getMessage()),
                Optional.of(hint + name + " --help shows what it takes")));
        return ExitCode.USAGE.status();
    }

    private int failed(Exception e, CommandLine commandLine, ParseResult parsed) {
        Failure failure = Failures.of(e);
        Object command = commandLine.getCommand();
        boolean verbose = command instanceof WaybillCommand ours && ours.isVerbose();
        Console console = command instanceof WaybillCommand ours ? ours.console() : plain();
        surroundings.out().flush();
        console.failure(failure);
        if (verbose) {
            e.printStackTrace(surroundings.err());
        }
        return failure.code().status();
    }

    private Console plain() {
        Paint paint = ColorWhen.AUTO.paint(surroundings.errIsTerminal(), surroundings.environment());
        return new Console(surroundings.out(), surroundings.err(), paint, paint, false);
    }

    private CommandLine.Help.ColorScheme colors() {
        Paint paint = ColorWhen.AUTO.paint(surroundings.outIsTerminal(), surroundings.environment());
        return CommandLine.Help.defaultColorScheme(paint == Paint.ANSI ? Ansi.ON : Ansi.OFF);
    }
}
