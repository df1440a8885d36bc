package dev.waybill.cli.sync;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.domain.sync.plan.PlanText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A plan in a file.
///
/// @param name what to call it in messages
/// @param file where its lines are
public record PlanPath(String name, Path file) implements PlanText {
    @Override
    @MustBeClosed
    public InputStream open() throws IOException {
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw CommandFailure.notFound("no file " + name, "waybill plan push -o " + name + " makes one");
        }
    }
}
