package dev.waybill.cli.run;

import dev.waybill.domain.layer.RetryOptions;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// What a run of the command finds around it.
///
/// @param in standard input
/// @param out standard output
/// @param err standard error
/// @param workingFolder what relative paths count from
/// @param environment the variables of the process
/// @param clock the time
/// @param retries how often an unavailable store is tried
/// @param outIsTerminal whether somebody reads standard output as it appears
/// @param errIsTerminal whether somebody reads standard error as it appears
public record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Path workingFolder,
        Map<String, String> environment,
        Clock clock,
        RetryOptions retries,
        boolean outIsTerminal,
        boolean errIsTerminal) {

    /// Those of this process. The launcher tells which streams are terminals, since Java can not.
    public static Surroundings ofProcess() {
        return new Surroundings(
                System.in,
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Path.of("").toAbsolutePath(),
                System.getenv(),
                Clock.systemUTC(),
                RetryOptions.DEFAULT,
                Boolean.getBoolean("waybill.terminal.out"),
                Boolean.getBoolean("waybill.terminal.err"));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        boolean results = descriptor.equals(FileDescriptor.out);
        var buffered = new BufferedOutputStream(new FileOutputStream(descriptor), 8192);
        return new PrintStream(buffered, !results, StandardCharsets.UTF_8);
    }
}
