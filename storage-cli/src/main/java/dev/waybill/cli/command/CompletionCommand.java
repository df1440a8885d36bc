package dev.waybill.cli.command;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.run.Session;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.WaybillCommand;
import java.util.Locale;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Prints a script by which a shell completes commands and options.
@Command(
        name = "completion",
        description = "Print a script by which a shell completes commands and options.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(waybill completion bash)    in this shell; put it into ~/.bashrc to keep it",
            "  source <(waybill completion zsh)     the same for zsh"
        })
public final class CompletionCommand extends WaybillCommand {
    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell = Shell.BASH;

    /// The shells that there is a script for.
    enum Shell {
        /// GNU bash.
        BASH,
        /// The Z shell, by its emulation of bash's completion.
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param surroundings what is around the run
    public CompletionCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected ExitCode run(Session session) {
        String script = AutoComplete.bash("waybill", Commands.all(surroundings()));
        String prelude = "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n";
        session.console().out().print((shell == Shell.ZSH ? prelude : "") + script);
        return ExitCode.DONE;
    }
}
