package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandProcess;
import dev.waybill.cli.Waybill;
import dev.waybill.testkit.ssh.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which classes a command loads, in a Java of its own: none of a store that is not used.
class LoadedClassesTest {
    private static final long MOST_SECONDS = 60;

    /// The libraries of the stores, and what these bring.
    private static final List<String> LIBRARIES = List.of(
            "software.amazon.",
            "com.google.",
            "com.azure.",
            "com.microsoft.",
            "com.fasterxml.jackson.core.",
            "io.opencensus.",
            "org.apache.hc.",
            "org.apache.sshd.",
            "org.bouncycastle.",
            "org.conscrypt.",
            "reactor.");

    private static final List<String> PROVIDERS = List.of(
            "dev.waybill.adapter.azure.AzureAdapterProvider",
            "dev.waybill.adapter.fs.FsAdapterProvider",
            "dev.waybill.adapter.gcs.GcsAdapterProvider",
            "dev.waybill.adapter.naas.NaasAdapterProvider",
            "dev.waybill.adapter.s3.S3AdapterProvider",
            "dev.waybill.adapter.sftp.SftpAdapterProvider");

    @TempDir
    private Path folder;

    @BeforeEach
    void a_folder_to_push() throws IOException {
        Files.createDirectories(folder.resolve("storage"));
        Files.writeString(folder.resolve("storage/a.txt"), "alpha");
    }

    @Test
    void asking_for_the_version_loads_no_store_at_all() throws Exception {
        assertThat(loadedBy("--version"))
                .contains("dev.waybill.cli.Waybill")
                .noneMatch(LoadedClassesTest::isOfALibrary)
                .noneMatch(name -> name.startsWith("dev.waybill.adapter."));
    }

    @Test
    void a_push_to_a_folder_knows_every_store_and_loads_no_other_s_library() throws Exception {
        var loaded = loadedBy("push");

        assertThat(folder.resolve(".waybill/remote/a.txt")).hasContent("alpha");
        assertThat(loaded).containsAll(PROVIDERS).noneMatch(LoadedClassesTest::isOfALibrary);
    }

    @Test
    void reading_a_configuration_of_every_store_loads_no_library() throws Exception {
        Files.writeString(folder.resolve("waybill.yaml"), """
                remotes:
                  amazon: { provider: s3, bucket: b }
                  azure: { provider: az, account: account, container: container }
                  google: { provider: gs, bucket: b }
                  workspace: { provider: naas, workspace: w, storage: s, apiKey: "k" }
                  machine: { provider: sftp, host: h, root: /r }
                """);

        assertThat(loadedBy("config", "check")).containsAll(PROVIDERS).noneMatch(LoadedClassesTest::isOfALibrary);
    }

    @Test
    void a_machine_reached_by_the_user_s_own_ssh_loads_no_client_of_its_own() throws Exception {
        Sshd.assumeInstalled();
        try (var sshd = Sshd.start(Files.createDirectories(folder.resolve("sshd")))) {
            var jump = "proxyJump: \"127.0.0.1:" + sshd.port() + "\"";
            Files.writeString(
                    folder.resolve("waybill.yaml"),
                    Lab.configuration(sshd, sshd.port(), folder, List.of("sshProgram: ssh", "agent: none", jump)));
            var loaded = loadedBy("push", "--remote", "lab");

            assertThat(folder.resolve("root/a.txt")).hasContent("alpha");
            assertThat(loaded)
                    .contains("org.apache.sshd.common.util.buffer.ByteArrayBuffer")
                    .filteredOn(LoadedClassesTest::isOfALibrary)
                    .allMatch(name -> name.startsWith("org.apache.sshd.common.util.")
                            || name.equals("org.apache.sshd.common.SshException"));
        }
    }

    private static boolean isOfALibrary(String name) {
        return LIBRARIES.stream().anyMatch(name::startsWith);
    }

    /// The names of the classes that a command loads.
    private List<String> loadedBy(String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("classes.log");
        Path output = folder.resolve("output.log");
        var command = CommandProcess.java(
                List.of("-Xlog:class+load:file=" + log + ":none"), Waybill.class, List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("WAYBILL_"));
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve(".config").toString());
        var process = builder.start();
        boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended && process.exitValue() == 0).as(() -> text(output)).isTrue();
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(line -> line.split(" ", 2)[0]).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
