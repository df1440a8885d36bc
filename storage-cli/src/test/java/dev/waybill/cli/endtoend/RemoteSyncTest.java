package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `waybill remote sync` of several repositories by one command.
class RemoteSyncTest {
    private static final String DENIED = "\"exitCode\":6";

    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder).withS3().file("out/weights.bin", "weights");
        save("model/net", "s3:one");
        save("model/net", "s3:two");
    }

    @AfterEach
    void close() {
        project.close();
    }

    private void save(String artifact, String repository) {
        done("artifact", "save", artifact, "out", "--in", repository);
    }

    private CommandRun.Result done(String... arguments) {
        var run = project.run(arguments);
        assertThat(run.status()).as(run.all()).isZero();
        return run;
    }

    /// Runs the command as somebody whom the server does not know.
    private CommandRun.Result asStranger(String... arguments) {
        return project.command().with("SECRET", "another").run(arguments);
    }

    @Test
    void several_are_synced_and_told_apart() {
        save("dataset/faces", "./here");

        assertThat(done("remote", "sync", "s3:one", "s3:two", "./here", "s3:one")
                        .lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).startsWith("s3:one: 1 artifact and 0 runs new"))
                .anySatisfy(line -> assertThat(line).startsWith("s3:two: 1 artifact and 0 runs new"))
                .anySatisfy(line -> assertThat(line).contains("/here: 1 artifact and 0 runs new"));

        assertThat(done("remote", "sync", "s3:one", "s3:two", "--output", "json")
                        .lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("\"type\":\"synced\"", "\"unchanged\":true"))
                .anySatisfy(line -> assertThat(line).contains("/data/one/\""))
                .anySatisfy(line -> assertThat(line).contains("/data/two/\""));
        assertThat(done("remote", "sync", "s3:one").out())
                .as("one by itself is not named")
                .startsWith("nothing new: 1 artifact");
    }

    @Test
    void a_sync_brings_the_documents_that_are_configured_or_asked_for() {
        save("dataset/faces", "s3:one");
        done("remote", "sync", "s3:one", "--exclude", "artifacts/dataset/");
        assertThat(listed()).contains("net").doesNotContain("faces");

        assertThat(done("remote", "sync", "s3:one").out()).startsWith("1 artifact and 0 runs new");
        assertThat(listed()).contains("net", "faces");

        project.withMore("    metadataInclude: artifacts/dataset/");
        done("remote", "sync", "s3:one");
        assertThat(listed()).contains("faces").doesNotContain("net");
        assertThat(done("remote", "status", "s3:one").out()).contains("one/ was synced only artifacts/dataset/");
        assertThat(done("remote", "status", "s3:one", "--output", "json").out())
                .contains("\"include\":[\"artifacts/dataset/\"],\"exclude\":[]");
        done("remote", "sync", "s3:one", "--include", "artifacts/model/");
        assertThat(listed()).contains("net").doesNotContain("faces");

        var run = project.run("remote", "sync", "s3:one", "--include", "a[");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("not a pattern: \"a[\"", "gitignore syntax");
    }

    @Test
    void a_remote_is_added_with_the_documents_that_it_brings() {
        save("dataset/faces", "./here");
        save("model/net", "./here");
        done("remote", "add", "near", project.path("here").toUri().toString(), "metadataExclude=artifacts/dataset/");

        done("remote", "sync", "near");

        assertThat(done("artifact", "ls", "--offline", "--in", "near:").out())
                .contains("net")
                .doesNotContain("faces");
    }

    private String listed() {
        return done("artifact", "ls", "--offline", "--in", "s3:one").out();
    }

    @Test
    void they_are_synced_at_the_same_time() {
        var begun = new CountDownLatch(2);
        var together = new CountDownLatch(2);
        project.server().interceptNext(request -> {
            if (request.endsWith("/generation.json")) {
                begun.countDown();
                if (Latches.isReached(begun)) {
                    together.countDown();
                }
            }
            return Optional.empty();
        });

        done("remote", "sync", "s3:one", "s3:two");

        assertThat(together.getCount())
                .as("requests of the one that waited for the other")
                .isZero();
    }

    @Test
    void one_that_fails_keeps_no_other_from_it() {
        save("dataset/faces", "./here");
        project.withRemote("lost", "provider: file, root: \"${env:LOST}\"");

        var run = asStranger("remote", "sync", "s3:one", "lost", "./here");

        assertThat(run.status()).as(run.all()).isEqualTo(4);
        assertThat(run.lines()).singleElement().asString().contains("/here: 1 artifact and 0 runs new");
        assertThat(run.err()).contains("waybill: s3:one: ", "waybill: lost: ", "LOST");
        assertThat(asStranger("remote", "sync", "s3:one", "./here", "--output", "json")
                        .lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("\"type\":\"not-synced\"", "/data/one/\"", DENIED))
                .anySatisfy(line -> assertThat(line).contains("\"type\":\"synced\"", "/here/\""));
    }

    @Test
    void where_all_fail_alike_the_command_ends_as_one_of_them_would() {
        assertThat(asStranger("remote", "sync", "s3:one").status()).isEqualTo(6);
        assertThat(asStranger("remote", "sync", "s3:one", "s3:two").status()).isEqualTo(6);
    }

    @Test
    void what_cannot_be_used_in_one_of_them_is_told_with_its_name() {
        save("model/net", "./here");
        project.file("here/artifacts/model/net/v1/metadata.json", "{\"tags\": NaN}");

        var run = project.run("remote", "sync", "./here", "s3:one");

        assertThat(run.status()).isEqualTo(4);
        assertThat(run.err()).containsPattern("warning: [^ ]*/here: .*metadata\\.json");
        assertThat(run.lines()).hasSize(2);
    }

    @Test
    void all_is_what_has_a_catalog_in_the_remotes_that_are_configured() {
        var none = project.run("remote", "sync", "--all");
        assertThat(none.status()).isEqualTo(3);
        assertThat(none.err()).contains("waybill remote sync REPOSITORY");

        save("dataset/faces", "./here");
        done("remote", "sync", "s3:two", "./here");
        project.withRemote("spare", "provider: file, root: ./spare");
        var all = done("remote", "sync", "--all");

        assertThat(all.lines()).singleElement().asString().startsWith("s3:two: nothing new: 1 artifact");
        assertThat(all.err()).contains("spare has no catalog yet").doesNotContain("s3 has no catalog");
    }

    @Test
    void a_remote_that_cannot_be_used_here_is_told_of_when_all_are_meant() {
        done("remote", "sync", "s3:one");
        project.withRemote("lost", "provider: file, root: \"${env:LOST}\"");

        var run = project.run("remote", "sync", "--all");

        assertThat(run.status()).isEqualTo(4);
        assertThat(run.lines()).singleElement().asString().startsWith("s3:one: nothing new");
        assertThat(run.err()).contains("waybill: lost: ", "LOST");
    }

    @Test
    void what_is_no_repository_is_named_before_anything_is_synced() {
        for (String[] typed : List.of(new String[] {"s3:one", "labb"}, new String[] {"s3:one", "--all"})) {
            var run = project.run("remote", "sync", typed[0], typed[1]);
            assertThat(run.status()).as(run.all()).isEqualTo(2);
            assertThat(run.err()).containsAnyOf("neither a remote nor a folder labb", "--all exclude each other");
        }
        assertThat(done("remote", "status").err()).contains("no catalogs yet");
    }
}
