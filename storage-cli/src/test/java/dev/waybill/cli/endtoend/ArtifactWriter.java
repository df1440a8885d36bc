package dev.waybill.cli.endtoend;

import dev.waybill.cli.CommandProcess;
import dev.waybill.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One of many processes that save versions of one artifact.
final class ArtifactWriter {
    private ArtifactWriter() {}

    /// Saves versions until it has saved enough.
    ///
    /// @param arguments the project, the repository, whose turn it is, how many versions to save
    public static void main(String[] arguments) throws IOException {
        Path project = Path.of(arguments[0]);
        int count = Integer.parseInt(arguments[3]);
        for (int i = 0; i < count; i++) {
            Path file = project.resolve("out-" + arguments[2]).resolve("weights.bin");
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, arguments[2] + " " + i);
            var run = CommandRun.in(project)
                    .with("KEY", "someone")
                    .with("SECRET", Project.SECRET)
                    .run("artifact", "save", "model/net", file.toString(), "--in", arguments[1]);
            if (run.status() != 0) {
                System.out.println(run.all());
                System.exit(1);
            }
        }
    }

    /// The process.
    static Process start(Path project, String repository, int who, int count) throws IOException {
        var arguments = List.of(project.toString(), repository, Integer.toString(who), Integer.toString(count));
        var command = CommandProcess.java(List.of(), ArtifactWriter.class, arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
