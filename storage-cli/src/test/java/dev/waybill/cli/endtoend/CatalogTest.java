package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `waybill remote sync`, and what looks into the catalog that it makes, for a folder and for a bucket.
class CatalogTest {
    private static final String RUN = "demo/train/20261127_120000_0a1b2c";

    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder)
                .withS3()
                .file("out/weights.bin", "weights 1")
                .file("out/cfg/net.yaml", "layers: 2");
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

    private void fill(String repository) {
        done("artifact", "save", "dataset/faces", "out/cfg", "--tag", "small", "--in", repository);
        done(
                "artifact",
                "save",
                "model/net",
                "out",
                "--tag",
                "fast",
                "--description",
                "erster Schnitt",
                "--metadata",
                "accuracy=0.95",
                "--run",
                RUN,
                "--in",
                repository);
        project.file("out/weights.bin", "weights 2");
        done("artifact", "save", "model/net", "out", "--alias", "candidate", "--in", repository);
        done("artifact", "get", "faces", "fetched", "--run", RUN, "--in", repository);
    }

    @ParameterizedTest
    @ValueSource(strings = {"./repository", "s3:experiments/one"})
    void everything_that_looks_answers_the_same_when_the_repository_is_out_of_reach(String repository)
            throws IOException {
        fill(repository);
        List<List<String>> looks = List.of(
                List.of("artifact", "ls", "--in", repository),
                List.of("artifact", "show", "net:v1", "--in", repository),
                List.of("artifact", "files", "net:candidate", "--in", repository),
                List.of("artifact", "versions", "model/net", "--in", repository),
                List.of("artifact", "diff", "net:v1", "net:v2", "--in", repository),
                List.of("artifact", "lineage", "net:v1", "--graph", "mermaid", "--in", repository),
                List.of("artifact", "lineage", "faces", "--graph", "dot", "--in", repository),
                List.of("artifact", "stats", "--in", repository),
                List.of("artifact", "show", "net", "--output", "json", "--in", repository));
        List<String> online = looks.stream()
                .map(look -> done(look.toArray(String[]::new)).out())
                .toList();

        assertThat(done("remote", "sync", repository).out()).contains("2 artifacts and 1 run new or changed");
        takeAway();

        for (int i = 0; i < looks.size(); i++) {
            var offline = Stream.concat(looks.get(i).stream(), Stream.of("--offline"));
            assertThat(done(offline.toArray(String[]::new)).out()).isEqualTo(online.get(i));
        }
        assertThat(done("artifact", "search", "erst", "schnitt", "--in", repository)
                        .lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("model/net:v1", "fast", "erster Schnitt");
        assertThat(done("remote", "status", repository, "--output", "json").out())
                .contains("\"artifacts\":2", "\"versions\":3", "\"runs\":1");
    }

    /// The server goes, and all that lies in the folder.
    private void takeAway() throws IOException {
        project.loseServer();
        Path repository = project.path("repository");
        if (Files.exists(repository)) {
            try (Stream<Path> all = Files.walk(repository)) {
                for (Path each : all.filter(each -> !each.equals(repository))
                        .sorted(Comparator.reverseOrder())
                        .toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    @Test
    void a_second_sync_with_nothing_new_is_one_request_to_a_bucket() {
        fill("s3:");
        done("remote", "sync", "s3");
        int before = project.server().requests().size();

        assertThat(done("remote", "sync", "s3").out()).contains("nothing new: 2 artifacts, 3 versions, 1 run");

        assertThat(project.server().requests()).hasSize(before + 1);
    }

    @Test
    void a_sync_after_one_new_version_fetches_only_what_is_new() {
        fill("s3:");
        done("remote", "sync");
        project.file("out/weights.bin", "weights 3");
        var elsewhere = project.command()
                .with("XDG_CACHE_HOME", project.path("elsewhere").toString())
                .run("artifact", "save", "model/net", "out");
        assertThat(elsewhere.status()).as(elsewhere.all()).isZero();

        assertThat(done("remote", "sync").out()).contains("1 artifact and 0 runs new or changed, by 3 documents");
    }

    @Test
    void lists_are_filtered_sorted_and_paged() {
        fill("./repository");
        done("remote", "sync", "./repository");

        assertThat(ls("--tag", "fast")).containsExactly("model/net");
        assertThat(ls("--alias", "candidate")).containsExactly("model/net");
        assertThat(ls("--name", "f*")).containsExactly("dataset/faces");
        assertThat(ls("--type", "dataset")).containsExactly("dataset/faces");
        assertThat(ls("--since", "1h")).hasSize(2);
        assertThat(ls("--before", "2026-01-01")).isEmpty();
        assertThat(ls("--sort", "versions", "--reverse")).containsExactly("model/net", "dataset/faces");
        assertThat(ls("--limit", "1", "--offset", "1")).containsExactly("model/net");
        done("artifact", "rm", "net:v1", "--in", "./repository");
        done("remote", "sync", "./repository");
        assertThat(ls("--status", "deleted")).containsExactly("model/net");
    }

    private List<String> ls(String... filters) {
        var arguments =
                Stream.concat(Stream.of("artifact", "ls", "--offline", "--in", "./repository"), Stream.of(filters));
        return done(arguments.toArray(String[]::new)).lines().stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    @Test
    void a_filter_that_only_a_catalog_can_answer_is_refused_without_one() {
        var run = project.run("artifact", "ls", "--tag", "fast", "--in", "s3:");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--offline");
    }

    @Test
    void without_a_catalog_the_command_says_what_makes_one() {
        var run = project.run("artifact", "ls", "--offline", "--in", "s3:");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("waybill remote sync");
        assertThat(project.requests("GET")).isZero();
    }

    @Test
    void what_cannot_be_used_is_named_and_the_rest_is_there() {
        fill("./repository");
        project.file("repository/artifacts/model/net/v2/metadata.json", "{\"tags\": NaN}");

        var run = project.run("remote", "sync", "./repository");

        assertThat(run.status()).isEqualTo(4);
        assertThat(run.err()).contains("artifacts/model/net/v2/metadata.json", "NaN");
        assertThat(done("artifact", "show", "net:v1", "--offline", "--in", "./repository")
                        .out())
                .contains("erster Schnitt");
    }

    @Test
    void a_catalog_holds_no_secret_and_is_the_user_s_own() throws IOException {
        fill("s3:");
        done("remote", "sync");

        try (Stream<Path> files = Files.walk(project.path(".cache/waybill/catalogs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readAllBytes(file)).asString().doesNotContain(Project.SECRET);
            }
        }
    }

    @Test
    void a_remote_that_is_not_there_is_named() {
        var run = project.run("remote", "sync", "labb");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("neither a remote nor a folder labb");
    }
}
