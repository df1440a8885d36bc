package dev.waybill.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Asks installed commands for what they are.
final class CommandLine {
    private CommandLine() {}

    /// The first line that `command` prints, or empty if there is no such program.
    static Optional<String> firstLine(List<String> command) throws IOException, InterruptedException {
        if (!Files.isExecutable(Path.of(command.getFirst()))) {
            return Optional.empty();
        }
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.lines().findFirst();
    }
}
