package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.waybill.cli.CommandProcess;
import dev.waybill.cli.Waybill;
import dev.waybill.testkit.ssh.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which classes a command loads, in a Java of its own, and where it looks for them: none of a store that is not used,
/// and nothing in all jars of the class path.
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

    /// The last jar of the class path, in which nothing is found.
    private Path last = Path.of("");

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
    void what_it_loads_of_ours_comes_from_the_archive() throws Exception {
        assertThat(loadsOf("--version"))
                .filteredOn(load -> load.startsWith("dev.waybill."))
                // Not in the tests, where picocli's old classes lie, and what is built on them.
                .filteredOn(load -> !load.startsWith("dev.waybill.cli.run.Version "))
                .isNotEmpty()
                .allMatch(load -> load.contains(" source: shared objects file"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "ls storage", "push", "config check"})
    void nothing_is_looked_for_in_all_jars(String line) throws Exception {
        assertThat(openedBy(asByLauncher(), line.split(" "))).isNotEmpty().doesNotContain(last);
    }

    @Test
    void but_stores_are_where_others_set_the_class_path() throws Exception {
        assertThat(openedBy(List.of(), "ls", "storage")).contains(last);
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
                  machine: { provider: sftp, host: h, root: /r, ciphers: [aes128-ctr], keyExchange: curve25519-sha256 }
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
        return loadsOf(arguments).stream().map(load -> load.split(" ", 2)[0]).toList();
    }

    /// The classes that a command loads, each with its source.
    private List<String> loadsOf(String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("classes.log");
        run(CommandProcess.java(List.of("-Xlog:class+load:file=" + log + ":none"), Waybill.class, List.of(arguments)));
        return Files.readAllLines(log);
    }

    /// The jars that are open at the end of a command, in which classes or files were looked for.
    private List<Path> openedBy(List<String> options, String... arguments) throws IOException, InterruptedException {
        assumeThat(OpenedJars.areKnown()).isTrue();
        last = folder.toRealPath().resolve("last.jar");
        try (var jar = new JarOutputStream(Files.newOutputStream(last))) {
            jar.putNextEntry(new ZipEntry("nothing"));
        }
        Path opened = folder.resolve("opened.txt");
        var all = new ArrayList<>(List.of(opened.toString()));
        all.addAll(List.of(arguments));
        run(CommandProcess.java(options, List.of(last), OpenedJars.class, all));
        return Files.readAllLines(opened).stream().map(Path::of).toList();
    }

    /// What the launcher says of that which lies in the folder of the packaged command.
    private List<String> asByLauncher() throws IOException {
        Path libraries = Files.createDirectories(folder.resolve("native"));
        String name = System.mapLibraryName("sqlitejdbc");
        String processor = System.getProperty("os.arch").replace("amd64", "x86_64");
        try (var code = Waybill.class.getResourceAsStream("/org/sqlite/native/Linux/" + processor + "/" + name)) {
            assumeThat(code).isNotNull();
            Files.copy(code, libraries.resolve(name));
        }
        return List.of("-Dwaybill.packaged=true", "-Dorg.sqlite.lib.path=" + libraries);
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.log");
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
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
