package dev.waybill.cli;

import dev.waybill.cli.command.Commands;
import dev.waybill.cli.run.Interruption;
import dev.waybill.cli.run.Libraries;
import dev.waybill.cli.run.Runner;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.cli.run.Version;
import dev.waybill.cli.training.StartupTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// The command `waybill`.
public final class Waybill {
    private Waybill() {}

    /// Runs the command and ends the process with its exit code.
    public static void main(String[] arguments) throws IOException {
        Libraries.tellWhatThereIs();
        var surroundings = Surroundings.ofProcess();
        var interruption = Interruption.ofThisThread();
        String training = System.getProperty("waybill.training", "");
        int status = training.isEmpty() ? run(surroundings, arguments) : StartupTraining.run(Path.of(training));
        surroundings.out().flush();
        interruption.workIsOver();
        end(status);
    }

    /// Ends the process by returning where that says the same: `System.exit` waits 300 ms for the thread in which the
    /// JVM polls sockets for virtual threads, a thread that never leaves native code by itself.
    private static void end(int status) {
        if (status != 0 || othersKeepTheProcessAlive()) {
            System.exit(status);
        }
    }

    private static boolean othersKeepTheProcessAlive() {
        var group = Thread.currentThread().getThreadGroup();
        var threads = new Thread[group.activeCount() + 1];
        int count = group.enumerate(threads);
        return Arrays.stream(threads, 0, count)
                .anyMatch(thread -> !thread.isDaemon() && !thread.equals(Thread.currentThread()));
    }

    /// Runs the command.
    ///
    /// @return the exit code
    public static int run(Surroundings surroundings, String... arguments) {
        // Asked by scripts before anything else, and answered without reading a single option.
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            surroundings.out().println(Version.line());
            return 0;
        }
        return new Runner(surroundings).run(Commands.of(surroundings, arguments), arguments);
    }
}
