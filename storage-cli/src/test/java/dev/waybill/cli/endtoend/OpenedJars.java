package dev.waybill.cli.endtoend;

import dev.waybill.cli.Waybill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Runs a command and writes which jars are open at its end, which Linux tells.
final class OpenedJars {
    private static final Path OPEN = Path.of("/proc/self/fd");

    private OpenedJars() {}

    /// Whether this machine tells.
    static boolean areKnown() {
        return Files.isDirectory(OPEN);
    }

    /// @param arguments the file to write, and the command line
    public static void main(String[] arguments) throws IOException {
        List<String> line = List.of(arguments).subList(1, arguments.length);
        Waybill.main(line.toArray(String[]::new));
        try (Stream<Path> open = Files.list(OPEN)) {
            Files.write(
                    Path.of(arguments[0]),
                    open.flatMap(OpenedJars::target)
                            .filter(path -> path.endsWith(".jar"))
                            .toList());
        }
    }

    private static Stream<String> target(Path descriptor) {
        try {
            return Stream.of(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException closedMeanwhile) {
            return Stream.empty();
        }
    }
}
