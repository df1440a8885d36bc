package dev.waybill.cli.sync;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that a plan is written to: it gets its name only when it is whole. One thread.
public final class PlanOutput implements AutoCloseable {
    private final Path file;
    private final Path unfinished;
    private final OutputStream out;

    private PlanOutput(Path file, Path unfinished, OutputStream out) {
        this.file = file;
        this.unfinished = unfinished;
        this.out = out;
    }

    /// Begins to write `file`.
    public static PlanOutput to(Path file) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            return new PlanOutput(file, unfinished, new BufferedOutputStream(Files.newOutputStream(unfinished)));
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /// Where the plan goes.
    public OutputStream stream() {
        return out;
    }

    /// Gives the plan its name.
    public void finish() {
        try {
            out.close();
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static CommandFailure failure(Path file, IOException e) {
        return new CommandFailure(Failure.of(
                ExitCode.INCOMPLETE, "the plan cannot be written to " + file + ": " + e, "name another file with -o"));
    }

    /// Removes what was not finished.
    @Override
    public void close() {
        try {
            out.close();
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            // What is left of it is called unfinished.
        }
    }
}
