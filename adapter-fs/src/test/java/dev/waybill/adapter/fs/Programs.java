package dev.waybill.adapter.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Other programs beside a test: they see a folder and other processes as this one cannot.
final class Programs {
    private Programs() {}

    /// Another process of this program that runs `main`; its errors go where the test's go.
    static ProcessBuilder java(Class<?> main, List<String> options, Path root) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), root.toString()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /// Runs `script` in `folder`, which can name files as Java cannot.
    static void shell(Path folder, String script) throws Exception {
        var process = new ProcessBuilder("sh", "-c", script)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    /// Whether `command` can be run here and does what it should.
    static boolean run(String... command) throws Exception {
        return output(command).isPresent();
    }

    /// What `command` says, without blanks around it; empty if it is not there or fails.
    static Optional<String> output(String... command) throws Exception {
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException noSuchProgram) {
            return Optional.empty();
        }
    }
}
