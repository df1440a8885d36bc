package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.Waybill;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a run loads of libraries that it has no use for: nothing.
class StartupClassesTest {
    private static final List<String> CLIENT_LIBRARIES = List.of(
            "org.apache.sshd.", "org.bouncycastle.", "software.amazon.awssdk.", "com.azure.", "com.google.cloud.");

    private static List<String> loaded(Path folder, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load",
                "-cp",
                System.getProperty("java.class.path"),
                Waybill.class.getName()));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("log");
        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
        return Files.readString(log, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> CLIENT_LIBRARIES.stream().anyMatch(line::contains))
                .toList();
    }

    @Test
    void the_version_loads_no_client_library(@TempDir Path folder) throws Exception {
        assertThat(loaded(folder, "--version")).isEmpty();
    }

    @Test
    void a_push_to_a_folder_loads_no_client_library(@TempDir Path folder) throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("storage")).resolve("a.txt"), "a");
        assertThat(loaded(folder, "push")).isEmpty();
        assertThat(folder.resolve(".waybill/remote/a.txt")).hasContent("a");
    }
}
