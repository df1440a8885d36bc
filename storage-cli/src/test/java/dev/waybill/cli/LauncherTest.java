package dev.waybill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the launcher hands to Java, which is a script here that prints it.
class LauncherTest {
    private static final Path LAUNCHER =
            Path.of("src", "main", "launcher", "waybill").toAbsolutePath();
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    @TempDir
    private Path folder;

    private Path inside = Path.of("");

    @BeforeEach
    void make_a_java() throws IOException {
        inside = Files.createDirectories(folder.resolve("project/below"));
        Files.createDirectories(folder.resolve("jdk/bin"));
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        Path java = Files.writeString(folder.resolve("jdk/bin/java"), "#!/bin/sh\necho \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private String handedOver(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("/bin/sh", LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(inside.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().put("HOME", folder.resolve("home").toString());
        var process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    private Path configure(String file, String provider) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, "remotes:\n  lab: { provider: " + provider + ", host: lab }\n");
    }

    @Test
    void commands_start_without_the_optimising_compiler() throws Exception {
        assertThat(handedOver("push", "--dry-run")).contains(QUICK).endsWith("waybill.jar push --dry-run\n");
        configure("project/waybill.yaml", "s3");
        assertThat(handedOver("push")).contains(QUICK);
    }

    @Test
    void a_remote_by_sftp_is_encrypted_by_the_processors_instructions() throws Exception {
        configure("project/waybill.yaml", "sftp");

        assertThat(handedOver("push")).doesNotContain(QUICK);
    }

    @Test
    void the_users_own_configuration_counts_where_the_project_has_none() throws Exception {
        configure("home/.config/waybill/waybill.yaml", "sftp");
        assertThat(handedOver("push")).doesNotContain(QUICK);

        configure("project/waybill.yaml", "s3");
        assertThat(handedOver("push")).contains(QUICK);
    }

    @Test
    void so_does_the_file_and_the_url_that_the_command_names() throws Exception {
        Path other = configure("other.yaml", "sftp");

        assertThat(handedOver("push", "--config=" + other)).doesNotContain(QUICK);
        assertThat(handedOver("cp", "a.txt", "sftp://lab/srv/a.txt")).doesNotContain(QUICK);
        assertThat(handedOver("push", "--remote=sftp://lab/srv")).doesNotContain(QUICK);
    }
}
