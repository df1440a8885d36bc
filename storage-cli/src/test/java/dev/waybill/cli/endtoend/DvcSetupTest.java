package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import dev.waybill.testkit.naas.NaasWireServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// DVC on the storage of a remote: what is written where, and what never is.
class DvcSetupTest {
    private static final String WORKSPACE = "11111111-2222-3333-4444-555555555555";

    @TempDir
    private Path folder;

    private Project project = new Project(Path.of("."));
    private NaasWireServer api = NaasWireServer.start(Clock.systemUTC(), project.server());

    @BeforeEach
    void open() {
        api.close();
        project.close();
        project = new Project(folder);
        api = NaasWireServer.start(Clock.systemUTC(), project.server());
        api.allow(Project.SECRET);
        api.keep(WORKSPACE, "abi", "bucket");
        project.file(".dvc/.gitignore", "/config.local\n/tmp\n/cache\n").file(".dvc/config", "");
        project.file("waybill.yaml", """
                remote: naas
                remotes:
                  naas:
                    provider: naas
                    workspace: %s
                    storage: abi
                    prefix: storage
                    apiUrl: "%s"
                    endpoint: "%s"
                """.formatted(
                        WORKSPACE, api.endpoint(), project.server().endpoint()));
    }

    @AfterEach
    void close() {
        api.close();
        project.close();
    }

    private CommandRun.Result setup(String... options) {
        var arguments = new ArrayList<>(List.of("dvc", "setup"));
        arguments.addAll(List.of(options));
        return project.command().with("NAAS_API_KEY", Project.SECRET).run(arguments.toArray(String[]::new));
    }

    private String text(String name) throws IOException {
        return Files.readString(project.path(name));
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void the_place_is_shared_and_the_credentials_are_not() throws IOException {
        var run = setup();

        assertThat(run.status()).as(run.all()).isZero();
        assertThat(text(".dvc/config"))
                .isEqualTo("""
                [core]
                    remote = naas
                ['remote "naas"']
                    url = s3://bucket/%s/abi/dvc
                    endpointurl = %s
                    region = eu-west-3
                """.formatted(WORKSPACE, project.server().endpoint()));
        assertThat(text(".dvc/config.local"))
                .startsWith("['remote \"naas\"']\n    access_key_id = ASIA")
                .contains("    secret_access_key = secret-1\n    session_token = session-token-1\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(project.path(".dvc/config.local"))))
                .isEqualTo("rw-------");
        assertThat(run.out()).contains("s3://bucket/" + WORKSPACE + "/abi/dvc");
        assertThat(run.err()).contains("end at 20", "run waybill dvc setup again");
        assertThat(run.all()).doesNotContain("secret-1", "session-token-1", Project.SECRET);
    }

    @Test
    void all_else_in_the_files_stays_as_it_is() throws IOException {
        project.file(".dvc/config", """
                [core]
                    analytics = false
                    remote = old
                # ours
                ['remote "old"']
                    url = /tmp/x

                ['remote "naas"']
                    url = s3://elsewhere
                    jobs = 4
                """).file(".dvc/config.local", "['remote \"old\"']\n    password = \"p, q\"\n");
        setup();
        var again = setup();

        assertThat(again.status()).isZero();
        assertThat(text(".dvc/config"))
                .isEqualTo("""
                [core]
                    analytics = false
                    remote = naas
                # ours
                ['remote "old"']
                    url = /tmp/x

                ['remote "naas"']
                    url = s3://bucket/%s/abi/dvc
                    jobs = 4
                    endpointurl = %s
                    region = eu-west-3
                """.formatted(WORKSPACE, project.server().endpoint()));
        assertThat(text(".dvc/config.local"))
                .startsWith("['remote \"old\"']\n    password = \"p, q\"\n['remote \"naas\"']\n")
                .contains("secret-2")
                .doesNotContain("secret-1");
        assertThat(project.tree(".dvc")).containsOnlyKeys(".gitignore", "config", "config.local");
    }

    @Test
    void a_remote_of_s3_gets_its_keys_and_a_name_of_choice() throws IOException {
        project.withS3();
        var run = setup("s3", "--name", "team");
        assertThat(run.status()).as(run.all()).isZero();
        assertThat(text(".dvc/config")).contains("remote = team", "url = s3://bucket/dvc", "region = us-east-1");
        assertThat(text(".dvc/config.local"))
                .contains("access_key_id = someone", "secret_access_key = " + Project.SECRET)
                .doesNotContain("session_token");
        assertThat(run.err()).doesNotContain("end at");
    }

    @Test
    void nothing_is_written_where_git_would_take_the_secrets() throws Exception {
        git("init", "-q");
        project.file(".dvc/.gitignore", "/tmp\n");
        var run = setup();
        assertThat(run.status()).as(run.all()).isEqualTo(2);
        assertThat(run.err()).contains("config.local", "not ignored by Git", "/config.local");
        assertThat(project.path(".dvc/config.local")).doesNotExist();
        assertThat(api.requests()).isEmpty();

        project.file(".gitignore", ".dvc/*.local\n");
        assertThat(setup().status()).isZero();
        project.file(".dvc/.gitignore", "!config.local\n");
        assertThat(setup().status()).isEqualTo(2);
    }

    @Test
    void nothing_is_written_where_git_keeps_the_file_already() throws Exception {
        git("init", "-q");
        project.file(".dvc/config.local", "");
        git("add", "-f", ".dvc/config.local");
        var run = setup();
        assertThat(run.status()).as(run.all()).isEqualTo(2);
        assertThat(run.err()).contains("kept in Git", "git rm --cached .dvc/config.local");
        assertThat(text(".dvc/config.local")).isEmpty();
    }

    @Test
    void without_a_repository_of_dvc_nothing_is_asked_for() throws IOException {
        Files.move(project.path(".dvc"), project.path("other"));
        var run = setup();
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("dvc init");
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void a_remote_that_dvc_cannot_reach_so_or_name_so_is_refused() {
        assertThat(setup("embedded").status()).isEqualTo(2);
        assertThat(setup("--name", "a b").err()).contains("a b", "--name");
    }
}
