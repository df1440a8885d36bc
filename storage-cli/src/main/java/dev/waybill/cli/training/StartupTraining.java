package dev.waybill.cli.training;

import dev.waybill.cli.Waybill;
import dev.waybill.cli.run.Surroundings;
import dev.waybill.domain.layer.RetryOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// Runs command lines one after the other in one JVM. The build starts it so that Java's start-up cache holds what real
/// commands load and link; nobody else does.
public final class StartupTraining {
    private StartupTraining() {}

    /// Runs what the file `commands` in a folder says: a command line a line, its arguments parted by tabs.
    ///
    /// @return the exit code: 0 if all of them ended well
    public static int run(Path folder) throws IOException {
        for (String line : Files.readAllLines(folder.resolve("commands"))) {
            var err = new ByteArrayOutputStream();
            int status = Waybill.run(surroundings(folder, err), line.split("\t", -1));
            if (status != 0) {
                System.err.println("waybill " + line.replace('\t', ' ') + " ended with " + status + ":\n"
                        + err.toString(StandardCharsets.UTF_8));
                return 1;
            }
        }
        return 0;
    }

    private static Surroundings surroundings(Path folder, OutputStream err) {
        return new Surroundings(
                InputStream.nullInputStream(),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                folder,
                // What commands keep for their user is nobody's here.
                Map.of(
                        "XDG_CACHE_HOME",
                        folder.resolve("cache").toString(),
                        "XDG_STATE_HOME",
                        folder.resolve("state").toString()),
                Clock.systemUTC(),
                RetryOptions.DEFAULT,
                false,
                false);
    }
}
