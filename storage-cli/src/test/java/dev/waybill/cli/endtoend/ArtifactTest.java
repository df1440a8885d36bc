package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `waybill artifact`, in a folder and in a bucket.
class ArtifactTest {
    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder)
                .withS3()
                .file("out/weights.bin", "weights 1")
                .file("out/cfg/net.yaml", "layers: 2")
                .file("out/scratch.tmp", "x")
                .file("notes.txt", "about it");
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

    @ParameterizedTest
    @ValueSource(strings = {"./repository", "s3:experiments/one"})
    void a_version_is_saved_found_named_fetched_and_deleted(String repository) throws IOException {
        Files.setLastModifiedTime(
                project.path("out/weights.bin"), FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        assertThat(done(
                                "artifact",
                                "save",
                                "model/net",
                                "out",
                                "notes.txt",
                                "--exclude",
                                "*.tmp",
                                "--tag",
                                "fast",
                                "--description",
                                "first cut",
                                "--metadata",
                                "accuracy=0.95",
                                "--in",
                                repository)
                        .out())
                .contains("saved model/net:v1: 3 files");
        project.file("out/weights.bin", "weights 2");
        done("artifact", "save", "model/net", "out", "--alias", "candidate", "--in", repository);

        assertThat(done("artifact", "ls", "--in", repository).out()).contains("model/net", "v2", "candidate=v2");
        assertThat(done("artifact", "show", "net:v1", "--in", repository).out())
                .contains("first cut", "fast", "accuracy = 0.95");
        assertThat(done("artifact", "files", "net:v1", "--in", repository).out())
                .contains("weights.bin", "cfg/net.yaml", "notes.txt")
                .doesNotContain("scratch");
        assertThat(done("artifact", "diff", "net:v1", "net:candidate", "--in", repository)
                        .out())
                .contains("- notes.txt", "~ weights.bin", "+ scratch.tmp", "description: first cut -> ");
        done("artifact", "alias", "net:v1", "production", "--in", repository);
        done("artifact", "get", "net:production", "fetched", "--in", repository);
        assertThat(project.tree("fetched"))
                .containsEntry("weights.bin", "weights 1")
                .containsEntry("cfg/net.yaml", "layers: 2")
                .hasSize(3);
        assertThat(Files.getLastModifiedTime(project.path("fetched/weights.bin"))
                        .toInstant())
                .isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));

        assertThat(project.run("artifact", "rm", "net:v1", "--in", repository).status())
                .isEqualTo(8);
        done("artifact", "rm", "net:v2", "--force", "--in", repository);
        assertThat(done("artifact", "versions", "net", "--in", repository).out())
                .contains("v2 (deleted)");
        done("artifact", "restore", "net:v2", "--in", repository);
        done("artifact", "rm", "net:v2", "--force", "--permanently", "--in", repository);
        assertThat(done("artifact", "gc", "--min-age", "0s", "--dry-run", "--in", repository)
                        .out())
                .contains("would remove 2 contents");
        done("artifact", "gc", "--min-age", "0s", "--in", repository);
        assertThat(done("artifact", "verify", "--content", "--in", repository).out())
                .contains("1 version, 3 files", "0 findings");
        assertThat(done("artifact", "stats", "--in", repository).out()).contains("1 artifact, 1 version, 3 files");
    }

    @Test
    void a_folder_has_the_layout_that_runicorn_reads() {
        done("artifact", "save", "model/net", "out", "--in", "./repository");

        var tree = project.tree("repository");
        assertThat(tree)
                .containsKeys(
                        "artifacts/model/net/versions.json",
                        "artifacts/model/net/v1/metadata.json",
                        "artifacts/model/net/v1/manifest.json")
                .containsEntry("artifacts/model/net/v1/files/cfg/net.yaml", "layers: 2");
        assertThat(tree.keySet())
                .filteredOn(key -> key.startsWith("artifacts/.dedup/"))
                .hasSize(3);
        assertThat(tree.keySet())
                .filteredOn(key -> key.contains(".waybill"))
                .containsExactly("artifacts/.waybill/generation.json");
    }

    @Test
    void what_lies_in_the_pool_of_a_bucket_is_laid_out_in_a_folder_by_mending() throws IOException {
        done("artifact", "save", "model/net", "out", "--in", "s3:experiments");
        done("cp", "-r", "s3:experiments", "copy");
        assertThat(project.tree("copy").keySet()).noneMatch(key -> key.contains("/files/"));

        var found = project.run("artifact", "verify", "--in", "./copy");
        assertThat(found.status()).as(found.all()).isEqualTo(7);
        done("artifact", "verify", "--mend", "--in", "./copy");
        assertThat(project.tree("copy")).containsEntry("artifacts/model/net/v1/files/weights.bin", "weights 1");
        done("artifact", "verify", "--content", "--in", "./copy");
    }

    @Test
    void damage_is_named_and_ends_with_its_own_code() throws IOException {
        done("artifact", "save", "model/net", "out", "--in", "./repository");
        Files.writeString(project.path("repository/artifacts/model/net/v1/files/weights.bin"), "weights X");

        var found = project.run("artifact", "verify", "--content", "--in", "./repository");
        assertThat(found.status()).isEqualTo(7);
        assertThat(found.out())
                .contains("damaged", "files/weights.bin", "a good copy is at repository/artifacts/.dedup/");
        assertThat(project.tree("repository/artifacts/.dedup").values()).contains("weights 1");
        assertThat(done("artifact", "get", "net", "fetched", "--in", "./repository")
                        .out())
                .contains("3 files");
        assertThat(project.tree("fetched")).containsEntry("weights.bin", "weights 1");
    }

    @Test
    void results_for_machines_are_one_json_object() {
        done("artifact", "save", "model/net", "out", "--metadata-json", "{\"layers\": [1, 2]}", "--in", "s3:x");

        assertThat(done("artifact", "ls", "--output", "json", "--in", "s3:x").lines())
                .singleElement()
                .asString()
                .contains("\"type\":\"artifacts\"", "\"artifact\":\"model/net\"", "\"aliases\":{\"latest\":1}");
        assertThat(done("artifact", "show", "net", "--output", "json", "--in", "s3:x")
                        .lines())
                .singleElement()
                .asString()
                .contains("\"metadata\":{\"layers\":[1,2]}", "\"path\":\"weights.bin\"");
    }

    @Test
    void what_is_not_there_and_what_cannot_be_said_have_their_own_codes() {
        done("artifact", "save", "model/net", "out", "--in", "./repository");

        var missing = project.run("artifact", "show", "net:v7", "--in", "./repository");
        assertThat(missing.status()).isEqualTo(3);
        assertThat(missing.err()).contains("no version v7 of model/net");
        assertThat(project.run("artifact", "alias", "net", "a\nb", "--in", "./repository")
                        .status())
                .isEqualTo(2);
        assertThat(project.run("artifact", "save", "net", "out", "--in", "./repository")
                        .err())
                .contains("write it as model/net");
        assertThat(project.run("artifact", "save", "model/..", "out", "--in", "./repository")
                        .status())
                .isEqualTo(2);
        assertThat(project.run("artifact", "save", "model/net", "--in", "./repository")
                        .err())
                .contains("no files or references");
        assertThat(project.run("artifact", "rm", "net:latest", "--in", "./repository")
                        .status())
                .isEqualTo(2);
        assertThat(project.run("artifact").status()).isEqualTo(2);
    }

    @Test
    void runs_tell_what_they_made_and_used() {
        done(
                "artifact",
                "save",
                "model/net",
                "out",
                "--run",
                "demo/train/20261127_120000_0a1b2c",
                "--in",
                "./repository");
        done("artifact", "get", "net", "fetched", "--run", "demo/eval/20261127_130000_1b2c3d", "--in", "./repository");

        var tree = project.tree("repository/demo");
        assertThat(tree.get("train/runs/20261127_120000_0a1b2c/artifacts_created.json"))
                .contains("\"version\" : 1");
        assertThat(tree.get("eval/runs/20261127_130000_1b2c3d/artifacts_used.json"))
                .contains("\"net\"");
    }

    @Test
    void a_place_that_may_be_a_mistyped_remote_becomes_no_folder() {
        var saved = project.run("artifact", "save", "model/net", "out", "--in", "experimants");

        assertThat(saved.status()).as(saved.all()).isEqualTo(2);
        assertThat(saved.err()).contains("no folder experimants here", "experimants:", "./experimants");
        assertThat(project.path("experimants")).doesNotExist();
    }

    @Test
    void versions_beyond_the_newest_are_deleted_but_for_those_with_an_alias() {
        for (int i = 1; i <= 4; i++) {
            project.file("out/weights.bin", "weights " + i);
            done("artifact", "save", "model/net", "out", "--in", "./repository");
        }
        done("artifact", "alias", "net:v1", "production", "--in", "./repository");

        assertThat(done("artifact", "rm", "net", "--keep-last", "2", "--dry-run", "--in", "./repository")
                        .lines())
                .containsExactly("would delete model/net:v2");
        done("artifact", "rm", "net", "--keep-last", "2", "--in", "./repository");
        assertThat(done("artifact", "versions", "net", "--in", "./repository").out())
                .contains("v2 (deleted)");
    }
}
