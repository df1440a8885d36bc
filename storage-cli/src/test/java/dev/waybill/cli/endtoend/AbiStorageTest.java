package dev.waybill.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import dev.waybill.testkit.naas.NaasWireServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An ABI project as its user has it, and the storage of its workspace.
class AbiStorageTest {
    private static final String WORKSPACE = "11111111-2222-3333-4444-555555555555";
    private static final String KEY = "naas-" + Project.SECRET;
    private static final String PLACE = "/bucket/" + WORKSPACE + "/abi/";

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
        api.allow(KEY);
        api.keep(WORKSPACE, "abi", "bucket");
        project.file("storage/datastore/a.txt", "alpha").file("storage/triplestore/b.ttl", "beta");
    }

    @AfterEach
    void close() {
        api.close();
        project.close();
    }

    /// The files of the project alone, by which the API is that of naas.ai: to be looked at, not opened.
    private Project abi() {
        return project.file("config.yaml", "config:\n  workspace_id: " + WORKSPACE + "\n  storage_name: abi\n")
                .file(".env", "NAAS_API_KEY=" + KEY + "\n");
    }

    /// The same as a configuration of our own, since the stand-ins are not at naas.ai.
    private Project configured() {
        return project.file("waybill.yaml", """
                remote: naas
                remotes:
                  naas:
                    provider: naas
                    workspace: %s
                    storage: abi
                    prefix: storage
                    apiUrl: "%s"
                    endpoint: "%s"
                    profile: aws
                    pathStyle: yes
                """.formatted(
                        WORKSPACE, api.endpoint(), project.server().endpoint()));
    }

    private CommandRun waybill() {
        return project.command().with("NAAS_API_KEY", KEY);
    }

    @Test
    void its_files_alone_configure_push_and_pull_as_its_scripts_do() {
        abi();
        var check = project.run("config", "check");

        assertThat(check.status()).as(check.all()).isZero();
        assertThat(check.out())
                .contains(project.path("config.yaml").toString())
                .contains("storage  " + project.path("storage"))
                .contains("remote   naas")
                .contains("workspace=" + WORKSPACE, "storage=abi", "prefix=storage")
                .doesNotContain(KEY);
    }

    @Test
    void all_that_is_missing_is_told_at_once_naming_file_key_and_remedy() {
        project.file("config.yaml", "config:\n  workspace_id: " + WORKSPACE + "\n");
        for (String command : new String[] {"push", "pull", "status"}) {
            var run = project.run(command);
            assertThat(run.status()).as(run.all()).isEqualTo(2);
            assertThat(run.err())
                    .contains("config.yaml", "config.storage_name is not set")
                    .contains(".env", "NAAS_API_KEY is not set", "environment variable")
                    .doesNotContain("Exception");
            assertThat(run.out()).isEmpty();
        }
        assertThat(project.path(".waybill/remote")).doesNotExist();
    }

    @Test
    void push_and_pull_work_between_the_two_folders_called_storage() throws Exception {
        configured();
        api.issueForRequests(2);
        var push = waybill().run("push");
        assertThat(push.status()).as(push.all()).isZero();
        assertThat(project.server().requests())
                .contains("PUT " + PLACE + "storage/datastore/a.txt", "PUT " + PLACE + "storage/triplestore/b.ttl");
        assertThat(api.requests().size()).as("the run outlived its credentials").isGreaterThan(1);

        Files.delete(project.path("storage/datastore/a.txt"));
        var pull = waybill().run("pull", "--restore");
        assertThat(pull.status()).as(pull.all()).isZero();
        assertThat(project.tree("storage")).containsEntry("datastore/a.txt", "alpha");
        assertThat(waybill().run("ls", "naas:").out()).contains("datastore/", "triplestore/");
        assertThat(push.all() + pull.all()).doesNotContain(Project.SECRET, "session-token");
        assertThat(project.tree(".waybill"))
                .allSatisfy((name, text) -> assertThat(text).as(name).doesNotContain(Project.SECRET, "session-token"));
    }

    @Test
    void a_key_that_the_api_does_not_know_is_denied_with_the_remedy() {
        configured();
        var run = project.command().with("NAAS_API_KEY", "unknown").run("ls", "naas:");
        assertThat(run.status()).as(run.all()).isEqualTo(6);
        assertThat(run.err()).contains("401", "NAAS_API_KEY").doesNotContain("Exception");
    }

    @Test
    void variables_are_printed_when_asked_for_and_tell_until_when() {
        configured();
        var dotenv = waybill().run("env");
        assertThat(dotenv.status()).as(dotenv.all()).isZero();
        assertThat(dotenv.lines())
                .contains("AWS_SECRET_ACCESS_KEY=secret-1", "AWS_SESSION_TOKEN=session-token-1", "AWS_REGION=eu-west-3")
                .contains("AWS_ENDPOINT_URL=" + project.server().endpoint())
                .anyMatch(line -> line.startsWith("AWS_ACCESS_KEY_ID=ASIA"));
        assertThat(dotenv.err())
                .contains("s3:/" + PLACE + "storage", "until 20")
                .doesNotContain("secret-1");

        assertThat(waybill().run("env", "naas:", "--format", "shell").out())
                .contains("export AWS_SESSION_TOKEN='session-token-2'\n");
        assertThat(waybill().run("env", "--format", "json").out())
                .contains("\"AWS_SESSION_TOKEN\":\"session-token-3\"");
    }

    @Test
    void variables_are_not_printed_on_a_terminal_unless_that_is_said() {
        configured();
        var refused = waybill().atTerminal().run("env");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("--show-secrets");
        assertThat(api.requests()).isEmpty();

        assertThat(waybill().atTerminal().run("env", "--show-secrets").out()).contains("AWS_SECRET_ACCESS_KEY=");
    }

    @Test
    void variables_of_a_folder_are_refused() {
        var run = project.run("env", "embedded");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("embedded", "s3 or naas");
    }

    @Test
    void variables_of_a_bucket_are_those_configured_for_it() {
        project.withS3();
        var run = project.run("env", "s3");
        assertThat(run.status()).as(run.all()).isZero();
        assertThat(run.lines())
                .contains("AWS_ACCESS_KEY_ID=someone", "AWS_SECRET_ACCESS_KEY=" + Project.SECRET)
                .noneMatch(line -> line.startsWith("AWS_SESSION_TOKEN"));
    }
}
