package dev.waybill.cli.copy;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Standard input as a file, since a store may ask for its length and for its bytes twice. Read to its end, and only
/// then stored: a producer that fails leaves nothing half-written. The file is gone when it is closed.
public final class StandardInput implements AutoCloseable {
    private final Path file;

    private StandardInput(Path file) {
        this.file = file;
    }

    /// Reads all of `in`.
    public static StandardInput read(InputStream in) {
        try {
            Path file = Files.createTempFile("waybill-", ".stdin");
            // Closing does the same; this is for the end by Ctrl-C, which no read from a terminal hears of.
            file.toFile().deleteOnExit();
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return new StandardInput(file);
        } catch (IOException e) {
            throw new CommandFailure(Failure.of(
                    ExitCode.INCOMPLETE,
                    "standard input could not be kept in " + System.getProperty("java.io.tmpdir") + ": "
                            + e.getMessage(),
                    "make room there, or name another folder by TMPDIR"));
        }
    }

    /// The file that holds it.
    public Path file() {
        return file;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The end of the process tries again.
        }
    }
}
