package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `waybill remote add`, `ls` and `rm`.
class RemoteConfigurationTest {
    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));

    @BeforeEach
    void open() {
        project.close();
        project = new Project(folder);
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

    @Test
    void a_remote_that_was_added_is_listed_used_and_removed() throws IOException {
        assertThat(done("remote", "add", "lab", "sftp://me@gpu.lab.example:2222/home/me/data", "remoteCommands=yes")
                        .out())
                .contains("added lab to", "waybill.yaml");
        Files.createDirectory(project.path("repository"));
        done("remote", "add", "here", project.path("repository").toUri().toString());
        done("remote", "sync", "here");

        assertThat(done("remote", "ls").lines())
                .satisfiesExactly(
                        header -> assertThat(header).startsWith("REMOTE"),
                        embedded ->
                                assertThat(embedded).startsWith("* embedded").endsWith("never"),
                        here -> assertThat(here)
                                .startsWith("  here")
                                .contains("file")
                                .endsWith("ago"),
                        lab -> assertThat(lab).contains("lab", "sftp", "sftp://me@gpu.lab.example:2222/home/me/data"));
        assertThat(done("remote", "ls", "--output", "json").lines())
                .hasSize(3)
                .last()
                .asString()
                .contains("\"name\":\"lab\"", "\"default\":false", "\"where\":\"sftp://me@gpu.lab.example:2222");

        assertThat(done("remote", "rm", "here").out()).contains("removed here");
        assertThat(project.path("repository")).isDirectory();
        assertThat(done("config", "check").out()).contains("lab:").doesNotContain("here:");
    }

    @Test
    void a_secret_is_refused_with_what_to_write_instead_and_never_shown() {
        var refused = project.run(
                "remote", "add", "minio", "s3://b", "accessKeyId=someone", "secretAccessKey=" + Project.SECRET);
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("${env:NAME}").doesNotContain(Project.SECRET);
        assertThat(project.path("waybill.yaml")).doesNotExist();
        var broken = project.run("remote", "add", "minio", "s3://b", Project.SECRET);
        assertThat(broken.status()).isEqualTo(2);
        assertThat(broken.err()).doesNotContain(Project.SECRET);

        done(
                "remote",
                "add",
                "minio",
                "s3://b",
                "region=us-east-1",
                "accessKeyId=${env:KEY}",
                "secretAccessKey=${env:SECRET}");
        assertThat(done("remote", "ls").all()).contains("s3://b").doesNotContain(Project.SECRET);
        var elsewhere = CommandRun.in(folder).run("remote", "ls");
        assertThat(elsewhere.status()).as(elsewhere.all()).isZero();
        assertThat(elsewhere.out()).contains("minio", "KEY is not set");
    }

    @Test
    void the_remote_that_is_used_goes_only_by_force() {
        project.withS3();
        var refused = project.run("remote", "rm", "s3");
        assertThat(refused.status()).as(refused.all()).isEqualTo(8);
        assertThat(refused.err()).contains("--force");

        done("remote", "rm", "s3", "--force");
        assertThat(done("remote", "ls").lines()).hasSize(2);
        assertThat(project.run("remote", "rm", "s3").status()).isEqualTo(3);
    }

    @Test
    void where_no_configuration_is_none_is_said_to_lack_the_remote() {
        var refused = project.run("remote", "rm", "lab");

        assertThat(refused.status()).as(refused.all()).isEqualTo(3);
        assertThat(refused.err()).contains("no remote lab; there is no ", "waybill.yaml");
        assertThat(project.path("waybill.yaml")).doesNotExist();
    }

    @Test
    void a_url_that_is_used_where_none_is_named_is_told_of() {
        project.file("waybill.yaml", "remote: s3://bucket/prefix\n");

        assertThat(done("remote", "ls").err()).contains("where none is named: s3://bucket/prefix");
    }

    @Test
    void a_remote_of_the_user_is_there_in_every_folder_that_has_no_configuration() {
        done("remote", "add", "lab", "sftp://gpu.lab.example/data", "--global");

        assertThat(project.path(".config/waybill/waybill.yaml")).exists();
        assertThat(project.path("waybill.yaml")).doesNotExist();
        assertThat(done("remote", "ls").out()).contains("lab");
        done("remote", "rm", "lab", "--global");
        assertThat(done("remote", "ls").out()).doesNotContain("lab");
    }

    @Test
    void the_files_of_an_abi_project_are_not_hidden_by_a_new_one() {
        project.file("config.yaml", "config:\n  workspace_id: w\n  storage_name: s\n");

        var refused = project.run("remote", "add", "lab", "sftp://gpu.lab.example/data");

        assertThat(refused.status()).as(refused.all()).isEqualTo(2);
        assertThat(refused.err()).contains("config.yaml", "--global");
        assertThat(project.path("waybill.yaml")).doesNotExist();
    }
}
