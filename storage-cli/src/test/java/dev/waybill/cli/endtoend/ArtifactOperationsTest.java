package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `waybill artifact` changes: it shows in the catalog at once, is told by `waybill artifact history`, and can be
/// done to many versions by one command.
class ArtifactOperationsTest {
    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder).withS3().file("out/weights.bin", "weights 1");
    }

    @AfterEach
    void close() {
        project.close();
    }

    private CommandRun.Result done(String... arguments) {
        var run = project.run(arguments);
        assertThat(run.status()).as(run.all()).isZero();
        return run;
    }

    private void save(String artifact, int versions) {
        for (int i = 1; i <= versions; i++) {
            project.file("out/weights.bin", artifact + " " + i);
            done("artifact", "save", artifact, "out");
        }
    }

    private String offline() {
        return done("artifact", "versions", "net", "--offline").out();
    }

    @Test
    void the_catalog_shows_each_change_without_a_sync() {
        save("model/net", 2);
        done("remote", "sync");

        save("model/net", 1);
        assertThat(offline()).contains("v3");
        done("artifact", "alias", "net:v1", "production");
        assertThat(offline()).contains("production");
        done("artifact", "tag", "net:v1", "fast");
        assertThat(done("artifact", "show", "net:v1", "--offline").out()).contains("fast");
        done("artifact", "rm", "net:v2");
        assertThat(offline()).contains("v2 (deleted)");
        done("artifact", "restore", "net:v2");
        assertThat(offline()).doesNotContain("(deleted)");
        done("artifact", "rm", "net:v2", "--permanently");
        assertThat(offline()).doesNotContain("v2");
        assertThat(done("remote", "sync").out()).contains("nothing new");
    }

    @Test
    void the_history_tells_what_was_done_and_what_was_refused() {
        save("model/net", 1);
        done("artifact", "alias", "net:v1", "production");
        project.run("artifact", "rm", "net:v1");
        done("artifact", "gc", "--min-age", "0s");

        assertThat(done("artifact", "history").lines())
                .satisfiesExactly(
                        header -> assertThat(header).startsWith("TIME"),
                        gc -> assertThat(gc).contains("sweep", "done"),
                        rm -> assertThat(rm).contains("delete", "model/net:v1", "refused", "production"),
                        alias -> assertThat(alias).contains("set-alias", "alias=production", "done"),
                        saved -> assertThat(saved).contains("save", "model/net:v1", "s3://", "@"));
        assertThat(done("artifact", "history", "net:v1", "--limit", "1", "--output", "json")
                        .lines())
                .singleElement()
                .asString()
                .contains("\"operation\":\"delete\"", "\"outcome\":\"refused\"", "\"version\":1");
        assertThat(done("artifact", "history", "faces").lines()).isEmpty();
        assertThat(done("artifact", "history", "--in", "s3:elsewhere").lines()).isEmpty();
        assertThat(done("artifact", "history", "--in", "s3:", "--since", "1h").lines())
                .hasSize(5);
    }

    @Test
    void what_a_run_uses_shows_in_the_catalog_at_once_and_is_told_of() {
        save("model/net", 1);
        done("remote", "sync");
        String run = "demo/eval/20261127_130000_1b2c3d";

        done("artifact", "get", "net", "mine", "--run", run);

        assertThat(done("artifact", "lineage", "net:v1", "--offline").out()).contains(run);
        assertThat(done("artifact", "history", "net", "--limit", "1").lines().getLast())
                .contains("use", "model/net:v1", "run=" + run, "done");
        done("artifact", "rm", "net:v1");
        assertThat(project.run("artifact", "get", "net:v1", "mine", "--run", run)
                        .status())
                .isEqualTo(8);
        assertThat(done("artifact", "history", "net", "--limit", "1").lines().getLast())
                .contains("use", "refused");
    }

    @Test
    void what_is_mended_is_told_of() {
        save("model/net", 1);
        save("dataset/faces", 1);

        done("artifact", "verify");
        assertThat(done("artifact", "history").out()).doesNotContain("mend");
        done("artifact", "verify", "net", "--content", "--mend");
        assertThat(done("artifact", "history", "net", "--limit", "1").lines().getLast())
                .contains("mend", "model/net", "content=yes", "done");
        done("artifact", "verify", "net", "faces", "--mend");
        assertThat(done("artifact", "history", "--limit", "1").lines().getLast())
                .contains("mend", "artifacts=model/net, dataset/faces");
    }

    @Test
    void no_secret_comes_into_the_history() throws IOException {
        save("model/net", 1);
        project.run("artifact", "save", "model/net", "--reference", "https://u:" + Project.SECRET + "@far/away");
        project.run("artifact", "save", "model/net", "out", "--description", Project.SECRET);

        try (Stream<Path> files = Files.walk(project.path(".local/state/waybill"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readAllBytes(file)).asString().doesNotContain(Project.SECRET);
            }
        }
        assertThat(done("artifact", "history", "--output", "json").out()).doesNotContain(Project.SECRET);
    }

    @Test
    void many_versions_go_by_one_command_and_one_failure_stops_no_other() {
        save("model/net", 5);
        save("dataset/faces", 2);
        done("artifact", "alias", "net:v2", "faces:v1", "production");

        var removed = project.run("artifact", "rm", "net:v1..v3", "faces:v2", "net:v9", "faces:v1");

        assertThat(removed.status()).as(removed.all()).isEqualTo(4);
        assertThat(removed.lines())
                .containsExactly("deleted model/net:v1", "deleted model/net:v3", "deleted dataset/faces:v2");
        assertThat(removed.err())
                .contains("model/net:v2 has the alias production", "no version v9", "dataset/faces:v1 has the alias");
        assertThat(done("artifact", "restore", "net:v1..v5", "faces:v2").lines())
                .containsExactly("restored model/net:v1", "restored model/net:v3", "restored dataset/faces:v2");
        assertThat(done("artifact", "tag", "net:v1..v2", "old", "--also", "faces:v2")
                        .lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("has the tags old"));
        assertThat(done("artifact", "alias", "--remove", "net", "faces", "production")
                        .lines())
                .hasSize(2);
        assertThat(done("artifact", "rm", "net", "faces", "--keep-last", "1", "--permanently", "--output", "json")
                        .out())
                .contains("\"versions\":[\"model/net:v1\",\"model/net:v2\",\"model/net:v3\",\"model/net:v4\",")
                .contains("\"failed\":[]");
    }

    @Test
    void somebody_at_a_terminal_is_asked_once() {
        save("model/net", 4);

        var no = project.command().atTerminal().reading("n\n").run("artifact", "rm", "net:v1..v3");
        assertThat(no.status()).as(no.all()).isEqualTo(8);
        assertThat(no.err()).contains("model/net:v2", "Delete 3 versions? [y/N]");
        var yes = project.command().atTerminal().reading("y\n").run("artifact", "rm", "net:v1..v2");
        assertThat(yes.status()).as(yes.all()).isZero();
        var told = project.command().atTerminal().run("artifact", "rm", "net:v3", "--permanently", "--yes");
        assertThat(told.status()).as(told.all()).isZero();
        assertThat(told.err()).doesNotContain("[y/N]");
        assertThat(done("artifact", "versions", "net").out())
                .contains("v1 (deleted)", "v2 (deleted)")
                .doesNotContain("v3");
    }

    @Test
    void a_name_that_breaks_a_rule_is_refused_before_anything_is_sent() {
        save("model/net", 1);
        int before = project.server().requests().size();
        var hostile =
                List.of("a\nb", "a\"b", "..", "../a", "a\u0000b", ".hidden", "a\\b", "a\u001b[2Jb", "x".repeat(500));

        for (String name : hostile) {
            for (List<String> command : commandsOn(name)) {
                var arguments = Stream.concat(Stream.of("artifact"), command.stream());
                var run = project.run(arguments.toArray(String[]::new));
                assertThat(run.status()).as(command + run.all()).isEqualTo(2);
                assertThat(run.err()).as(command + run.err()).containsAnyOf("not a", "not the", "not an");
                assertThat(run.err().lines()).as("lines of " + command).hasSizeLessThan(4);
            }
        }
        assertThat(project.server().requests()).as("requests").hasSize(before);
    }

    private static List<List<String>> commandsOn(String name) {
        return List.of(
                List.of("rm", "net:v1", name + ":v1..v5"),
                List.of("rm", name, "--keep-last", "1"),
                List.of("restore", "net:v1", name + ":v1"),
                List.of("tag", name + ":v1", "fast"),
                List.of("tag", "net:v1", "fast", "--also", name),
                List.of("alias", name + ":v1", "production"),
                List.of("alias", "net:v1", name),
                List.of("alias", "--remove", "net", name),
                List.of("alias", "--remove", name, "production"),
                List.of("save", "model/" + name, "out"),
                List.of("save", name + "/net", "out"),
                List.of("save", "model/net", "out", "--alias", name),
                List.of("history", name));
    }

    @Test
    void a_tag_that_breaks_a_rule_is_refused_before_anything_is_sent() {
        save("model/net", 1);
        int before = project.server().requests().size();

        for (String tag : List.of("a\nb", "a\u0000b", " ", "x".repeat(500))) {
            var run = project.run("artifact", "tag", "net:v1", tag);
            assertThat(run.status()).as(run.all()).isEqualTo(2);
            assertThat(run.err()).contains("not a tag");
        }
        assertThat(project.server().requests()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$(touch pwned); `touch pwned`", "it's 100% a..b", "%2e%2e"})
    void a_name_that_is_only_strange_is_a_name_like_any_other(String name) {
        save("model/" + name, 2);
        done("remote", "sync");

        done("artifact", "tag", name + ":v1", "$(touch pwned)");
        done("artifact", "rm", name + ":v1..v2", "--force");
        done("artifact", "restore", name + ":v1");
        done("artifact", "rm", name + ":v2", "--permanently", "--force");
        assertThat(done("artifact", "versions", name, "--offline").lines()).hasSize(2);
        assertThat(done("artifact", "versions", name).lines()).hasSize(2);
        assertThat(project.path("pwned")).doesNotExist();
    }

    @Test
    void ranges_that_end_before_they_begin_and_aliases_for_many_are_refused() {
        assertThat(project.run("artifact", "rm", "net:v5..v1").status()).isEqualTo(2);
        assertThat(project.run("artifact", "alias", "net:v1..v3", "production").status())
                .isEqualTo(2);
        assertThat(project.run("artifact", "rm", "net", "--keep-last", "0").status())
                .isEqualTo(2);
        assertThat(project.requests("GET")).isZero();
    }
}
