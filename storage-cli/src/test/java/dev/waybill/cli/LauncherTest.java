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
        return handedOver(LAUNCHER, arguments);
    }

    private String handedOver(Path launcher, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
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

    /// Has Java say what it runs on: system, processor and C library.
    private void runOn(String machine) throws IOException {
        List<String> words = List.of(machine.split(" ", -1));
        Files.writeString(folder.resolve("jdk/release"), """
                JAVA_VERSION="25.0.1"
                OS_NAME="%s"
                OS_ARCH="%s"
                LIBC="%s"
                """.formatted(words.get(0), words.get(1), words.get(2)));
    }

    @Test
    void commands_start_without_the_optimising_compiler_where_native_code_encrypts() throws Exception {
        for (String machine : List.of("Linux x86_64 gnu", "Linux aarch64 gnu", "Darwin aarch64 default")) {
            runOn(machine);
            assertThat(handedOver("push", "--dry-run"))
                    .as(machine)
                    .contains(QUICK)
                    .endsWith("waybill.jar push --dry-run\n");
        }
    }

    @Test
    void they_start_with_it_where_nothing_else_encrypts_fast() throws Exception {
        for (String machine : List.of("Linux x86_64 musl", "Linux riscv64 gnu", "AIX ppc64 default")) {
            runOn(machine);
            assertThat(handedOver("push")).as(machine).doesNotContain(QUICK);
        }
    }

    @Test
    void a_java_that_does_not_say_what_it_runs_on_is_started_with_it() throws Exception {
        assertThat(handedOver("push")).doesNotContain(QUICK);
    }

    /// A copy of the launcher as it is packaged, with what was made for `runtime` of a vendor.
    private Path packagedFor(String runtime) throws IOException {
        Path launcher = Files.createDirectories(folder.resolve("packaged/bin")).resolve("waybill");
        Files.copy(LAUNCHER, launcher);
        Files.writeString(folder.resolve("packaged/waybill.jsa"), "");
        Files.writeString(
                folder.resolve("packaged/built-with"), folder.resolve("jdk") + "\n" + runtime + "\nSomebody\n");
        Files.writeString(folder.resolve("jdk/release"), """
                JAVA_VERSION="25.0.1"
                JAVA_RUNTIME_VERSION="25.0.1+8"
                IMPLEMENTOR="Somebody"
                """);
        return launcher;
    }

    @Test
    void what_was_made_for_this_java_is_used_with_it() throws Exception {
        String home = packagedFor("25.0.1+8").getParent() + "/..";

        assertThat(handedOver(folder.resolve("packaged/bin/waybill"), "push"))
                .contains("-XX:SharedArchiveFile=" + home + "/waybill.jsa")
                .contains("-Dorg.sqlite.lib.path=" + home + "/lib/native");
    }

    @Test
    void and_with_no_other() throws Exception {
        packagedFor("25.0.2+9");

        assertThat(handedOver(folder.resolve("packaged/bin/waybill"), "push"))
                .doesNotContain("SharedArchiveFile", "org.sqlite.lib.path");
    }
}
