package dev.waybill.cli.run;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.output.Console;
import dev.waybill.domain.config.ConfigurationOverrides;
import dev.waybill.domain.layer.LimitOptions;
import dev.waybill.domain.transfer.Tasks;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Mixin;

/// What all commands have in common: options, a session, and work that Ctrl-C breaks off.
public abstract class WaybillCommand implements Callable<Integer> {
    /// How many requests are under way at once, where a command has no option for it.
    protected static final int DEFAULT_TRANSFERS = 16;

    private final Surroundings surroundings;

    @Mixin
    private CommonOptions common = new CommonOptions();

    /// @param surroundings what is around the run
    protected WaybillCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// Does what the command is for.
    ///
    /// @return how it ended, if it got to its end
    protected abstract ExitCode run(Session session) throws InterruptedException;

    /// What flags of this command say of the configuration, beside `--config`.
    protected ConfigurationOverrides overrides(ConfigurationOverrides flags) {
        return flags;
    }

    /// How many requests may be under way at once.
    protected int transfers() {
        return DEFAULT_TRANSFERS;
    }

    /// The bounds kept towards remotes.
    protected LimitOptions limits() {
        return LimitOptions.NONE;
    }

    /// What is around the run.
    protected final Surroundings surroundings() {
        return surroundings;
    }

    /// Runs the command on a virtual thread: an interrupt ends what waits for the network there, and only there.
    @Override
    public final Integer call() {
        Console console = console(surroundings, common);
        Logging.configure(common.verbose, surroundings.err());
        var flags = common.config.map(ConfigurationOverrides.NONE::withFile).orElse(ConfigurationOverrides.NONE);
        var session = new Session(surroundings, console, overrides(flags), transfers(), limits());
        var result = new AtomicReference<>(ExitCode.CANCELLED);
        try (var tasks = Tasks.failingFast(1)) {
            tasks.submit(() -> result.set(runUntilInterrupted(session)));
            tasks.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return result.get().status();
    }

    private ExitCode runUntilInterrupted(Session session) {
        try {
            return run(session);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.cancelled();
        }
    }

    /// Whether failures come with where they came from.
    final boolean isVerbose() {
        return common.verbose;
    }

    /// Where the command prints.
    final Console console() {
        return console(surroundings, common);
    }

    private static Console console(Surroundings around, CommonOptions options) {
        return new Console(
                around.out(),
                around.err(),
                options.color.paint(around.outIsTerminal(), around.environment()),
                options.color.paint(around.errIsTerminal(), around.environment()),
                options.quiet);
    }
}
