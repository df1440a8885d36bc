package dev.waybill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Runs commands under GNU `time`, which knows what the kernel counted for a process and its children.
final class Meter {
    private static final Path GNU_TIME = Path.of("/usr/bin/time");
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final Path scratch;

    Meter(Path scratch) {
        this.scratch = scratch;
    }

    /// Runs `command` in `folder` with `environment` added and gives what it took.
    ///
    /// @throws IOException if it does not end with 0 within a quarter of an hour; the message has the end of
    ///     what it printed
    Usage run(List<String> command, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        return told(command, folder, environment).usage();
    }

    /// The same, if it ends within `limit`; it is ended then.
    Optional<Usage> within(Duration limit, List<String> command, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        return ended(limit, command, folder, environment).map(Run::usage);
    }

    /// A run of a command.
    ///
    /// @param usage what it took
    /// @param output what it printed
    record Run(Usage usage, String output) {}

    /// The same, with what it printed.
    Run told(List<String> command, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        return ended(LIMIT, command, folder, environment)
                .orElseThrow(() -> new IOException("not done after " + LIMIT.toMinutes() + " minutes: " + command));
    }

    private Optional<Run> ended(Duration limit, List<String> command, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        var figures = Files.createTempFile(scratch, "time", ".txt");
        var output = Files.createTempFile(scratch, "output", ".txt");
        var metered = new ArrayList<>(List.of(GNU_TIME.toString(), "-o", figures.toString(), "-f", "%e %U %S %M"));
        metered.addAll(command);
        var builder = new ProcessBuilder(metered)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().remove("AWS_CA_BUNDLE");
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return Optional.empty();
        }
        if (process.exitValue() != 0) {
            throw new IOException("exit code " + process.exitValue() + " of " + command + "\n" + end(output));
        }
        return Optional.of(new Run(parse(Files.readString(figures)), Files.readString(output)));
    }

    private static Usage parse(String line) {
        var figures = line.strip().split(" ", -1);
        return new Usage(
                Double.parseDouble(figures[0]),
                Double.parseDouble(figures[1]) + Double.parseDouble(figures[2]),
                Double.parseDouble(figures[3]) / 1024,
                0);
    }

    private static String end(Path output) throws IOException {
        var text = Files.readString(output);
        return text.substring(Math.max(0, text.length() - 2000));
    }
}
