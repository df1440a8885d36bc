package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is refused: with which code, in which words, and that nothing was changed by it.
class BadInputTest {
    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder);
        project.file("storage/a.txt", "alpha");
    }

    @AfterEach
    void close() {
        project.close();
    }

    private void refused(int status, String[] words, String... arguments) {
        var before = project.tree("storage");
        var run = project.run(arguments);
        assertThat(run.status()).as(run.all()).isEqualTo(status);
        assertThat(run.err()).contains(words).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(project.tree("storage")).isEqualTo(before);
        assertThat(project.requests("PUT")).isZero();
    }

    private static String[] words(String... words) {
        return words;
    }

    @Test
    void a_folder_that_does_not_exist() {
        var run = project.run("push", "--storage", "nowhere");
        assertThat(run.status()).as(run.all()).isIn(2, 3);
        assertThat(run.err()).contains("nowhere");
        assertThat(project.path("nowhere")).doesNotExist();
        assertThat(project.path(".waybill/remote")).doesNotExist();
    }

    @Test
    void a_target_inside_the_source() {
        refused(2, words("storage"), "push", "--remote", "file://" + folder + "/storage/inner");
        refused(2, words("storage"), "push", "--remote", "file://" + folder);
    }

    @Test
    void a_key_that_no_store_can_hold() {
        project.withS3();
        refused(2, words("a//b"), "cp", "storage/a.txt", "s3:a//b");
        refused(2, words(".."), "cp", "storage/a.txt", "s3:a/../b");
        refused(2, words("1024"), "cp", "storage/a.txt", "s3:" + "k".repeat(1100));
    }

    @Test
    void a_remote_that_is_not_configured() {
        project.withS3();
        refused(2, words("s4", "s3"), "push", "--remote", "s4");
        refused(2, words("nope"), "ls", "nope:x");
    }

    @Test
    void yaml_that_is_broken_is_shown_by_its_line() {
        project.file("waybill.yaml", "remotes:\n  s3: { provider: s3\n");
        refused(2, words("waybill.yaml"), "push");
    }

    @Test
    void all_problems_of_a_configuration_come_at_once() {
        project.file("waybill.yaml", """
                remotes:
                  one: { provider: s3, buckt: b }
                  two: { provider: ess3 }
                unknown: 1
                """);
        refused(2, words("buckt", "bucket", "ess3", "unknown", "waybill.yaml:2", "waybill.yaml:3"), "push");
        refused(2, words("buckt"), "config", "check");
    }

    @Test
    void an_endpoint_that_refuses_is_unavailable() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        project.withS3();
        var yaml = project.tree(".").getOrDefault("waybill.yaml", "");
        project.file("waybill.yaml", yaml.replace(project.server().endpoint().toString(), "http://127.0.0.1:" + port));
        refused(5, words("127.0.0.1:" + port), "ls", "s3:");
    }

    @Test
    void credentials_that_are_wrong_are_refused_by_name_of_the_store() {
        project.withS3();
        var run = project.command().with("SECRET", "another").run("push");
        assertThat(run.status()).as(run.all()).isEqualTo(6);
        assertThat(run.err()).contains("access denied").contains("bucket").doesNotContain("another");
    }

    @Test
    void a_variable_that_is_not_set_is_named() {
        project.withS3();
        var run = dev.waybill.cli.CommandRun.in(folder).run("push");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("KEY").contains("SECRET").contains("waybill.yaml:");
    }

    @Test
    void a_bucket_that_is_not_there() {
        project.withS3();
        var yaml = project.tree(".").getOrDefault("waybill.yaml", "");
        project.file("waybill.yaml", yaml.replace("bucket: bucket", "bucket: missing"));
        refused(3, words("missing"), "push");
        refused(3, words("missing"), "ls", "s3:");
        refused(3, words("missing"), "cat", "s3:x");
    }

    @Test
    void options_that_do_not_exist_or_have_no_sense() {
        refused(2, words("--nope"), "push", "--nope");
        refused(2, words("--transfers"), "push", "--transfers", "0");
        refused(2, words("--transfers"), "push", "--transfers", "many");
        refused(2, words("--compare"), "push", "--compare", "luck");
        refused(2, words("--include"), "push", "--include");
    }

    @Test
    void a_folder_that_must_not_be_written() throws IOException {
        try (var mount = Mount.readOnly(Files.createDirectories(folder.resolve("readonly")))) {
            refused(6, words("readonly"), "cp", "storage/a.txt", "readonly/a.txt");
            var push = project.run("push", "--remote", "file://" + mount.folder());
            assertThat(push.status()).as(push.all()).isIn(4, 6);
        }
    }

    @Test
    void a_disk_that_is_full() throws IOException {
        project.file("storage/big.bin", "x".repeat(3 << 20));
        try (var mount = Mount.ofBytes(Files.createDirectories(folder.resolve("small")), 1 << 20)) {
            var push = project.run("push", "--remote", "file://" + mount.folder());
            assertThat(push.status()).as(push.all()).isEqualTo(4);
            assertThat(push.all()).contains("big.bin").contains("no room");
            assertThat(project.tree("small")).doesNotContainKey("big.bin");
        }
    }

    @Test
    void a_file_that_cannot_be_read_fails_alone() throws IOException {
        project.withS3().file("storage/b.txt", "beta");
        project.server().interceptNext(request -> {
            if (request.startsWith("GET ")) {
                deleteQuietly(project.path("storage/a.txt"));
            }
            return java.util.Optional.empty();
        });
        var listedFirst = project.run("push");
        assertThat(listedFirst.status()).as(listedFirst.all()).isIn(0, 4);
        assertThat(project.run("cat", "s3:b.txt").out()).isEqualTo("beta");
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void deleting_most_of_the_target_takes_force() throws IOException {
        for (int i = 0; i < 20; i++) {
            project.file("storage/f" + i, "text " + i);
        }
        assertThat(project.run("push").status()).isZero();
        for (int i = 0; i < 18; i++) {
            Files.delete(project.path("storage/f" + i));
        }
        var guarded = project.run("push", "--delete");
        assertThat(guarded.status()).as(guarded.all()).isEqualTo(8);
        assertThat(guarded.all()).contains("--force-delete");
        assertThat(project.tree(".waybill/remote")).hasSize(21);
        assertThat(project.run("push", "--delete", "--force-delete", "--no-keep")
                        .status())
                .isZero();
        assertThat(project.tree(".waybill/remote")).hasSize(3);
    }

    @Test
    void secrets_stay_hidden_whatever_is_run() {
        project.withS3();
        var said = new StringBuilder();
        String[][] runs = {
            {"push", "-v"},
            {"push", "--output", "ndjson"},
            {"pull", "-v"},
            {"status", "-v"},
            {"ls", "-v", "s3:"},
            {"cat", "-v", "s3:none"},
            {"config", "check"},
            {"config", "check", "-v"},
            {"push", "--remote", "s4"},
            {"stat", "-v", "s3:a.txt"},
            {"rm", "-v", "s3:a.txt"},
            {"cp", "-v", "storage/a.txt", "s3:x//y"}
        };
        for (String[] arguments : runs) {
            said.append(project.run(arguments).all());
            said.append(
                    project.command().with("KEY", "unknown-key").run(arguments).all());
        }
        assertThat(said.toString()).contains("push").doesNotContain(Project.SECRET);
        assertThat(project.tree(".waybill"))
                .isNotEmpty()
                .allSatisfy((name, text) -> assertThat(text).as(name).doesNotContain(Project.SECRET));
    }
}
