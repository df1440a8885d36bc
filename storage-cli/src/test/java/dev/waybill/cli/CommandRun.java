package dev.waybill.cli;

import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.layer.RetryOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs the command in this process, in a folder of its own, and keeps what it printed.
public final class CommandRun {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private InputStream in = InputStream.nullInputStream();
    private boolean terminal;
    private Clock clock = Clock.systemUTC();
    private RetryOptions retries = RetryOptions.DEFAULT;

    private CommandRun(Path folder) {
        this.folder = folder;
        // No configuration of whoever runs the tests.
        environment.put("HOME", folder.toString());
        environment.put("XDG_CONFIG_HOME", folder.resolve(".config").toString());
    }

    /// How a run ended.
    ///
    /// @param status the exit code
    public record Result(int status, String out, String err) {
        /// The lines of standard output.
        public List<String> lines() {
            return out.lines().toList();
        }

        /// All that was printed.
        public String all() {
            return out + err;
        }
    }

    /// Runs with `folder` as the working folder.
    public static CommandRun in(Path folder) {
        return new CommandRun(folder);
    }

    /// The same with an environment variable.
    public CommandRun with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// The same with this on standard input.
    public CommandRun reading(String text) {
        in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /// The same with somebody reading what is printed as it appears.
    public CommandRun atTerminal() {
        terminal = true;
        return this;
    }

    /// The same by this clock.
    public CommandRun by(Clock other) {
        clock = other;
        return this;
    }

    /// The same with a store that is away tried as often as ever, but with no time for it to come back.
    public CommandRun hurried() {
        retries = new RetryOptions(retries.attempts(), Duration.ofMillis(1), Duration.ofMillis(10), retries.budget());
        return this;
    }

    /// Runs `waybill` with these arguments.
    public Result run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var surroundings = new Surroundings(
                in,
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                folder,
                environment,
                clock,
                retries,
                terminal,
                terminal);
        int status = Waybill.run(surroundings, arguments);
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
