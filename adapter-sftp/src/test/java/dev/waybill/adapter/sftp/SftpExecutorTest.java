package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.RemoteExecutor;
import dev.waybill.port.RemoteProgram;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.testkit.MapSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.apache.sshd.server.auth.pubkey.AcceptAllPublickeyAuthenticator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Programs on the server, against OpenSSH's.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SftpExecutorTest {
    /// What makes shells do things, and what JSON has to escape.
    private static final String HOSTILE = "$(touch pwned); `touch pwned`\n'\"\\ && touch pwned # \t é \uD83D\uDE00";

    private Optional<OpenSshServer> server = Optional.empty();
    private Path root = Path.of("");

    @BeforeAll
    void start_the_server(@TempDir Path folder) throws IOException {
        OpenSshServer.assumeInstalled();
        server = Optional.of(OpenSshServer.start(Files.createDirectory(folder.resolve("server"))));
        root = Files.createDirectory(folder.resolve("a 'root'; $(touch pwned)"));
    }

    @AfterAll
    void stop_the_server() {
        server.ifPresent(OpenSshServer::close);
    }

    /// What is configured for the way to the server.
    Map<String, String> way() {
        return Map.of();
    }

    private SftpExecutor open(SftpServer at, String folder, Map<String, String> more) {
        var settings =
                new MapSettings(at.settings(at.port(), Path.of(folder)), Map.of("remoteCommands", "yes"), way(), more);
        return new SftpExecutor(SftpConfig.read(settings));
    }

    private SftpExecutor open(OpenSshServer at, String folder) {
        return open(at, folder, Map.of());
    }

    private String run(String program, String arguments, Duration time) {
        try (RemoteExecutor executor = open(server.orElseThrow(), root.toString())) {
            return executor.run(new RemoteProgram("a test", program, time, 1000), arguments);
        }
    }

    private String run(String program) {
        return run(program, "{}", Duration.ofSeconds(20));
    }

    @Test
    void the_program_reads_its_arguments_and_what_the_store_is() {
        String said = run("""
                import json
                given = json.load(sys.stdin)
                print(given['store']['root'])
                print(given['store']['pruneEmptyFolders'])
                print(given['arguments']['a'])
                """, "{\"a\": 5}", Duration.ofSeconds(20));
        assertThat(said).isEqualTo(root + "\nTrue\n5\n");
    }

    @Test
    void what_the_user_says_is_never_run() throws IOException {
        String said = run(
                "import json\nprint(json.dumps(json.load(sys.stdin.buffer)['arguments']))",
                "{\"key\":" + JsonText.quoted(HOSTILE) + "}",
                Duration.ofSeconds(20));
        assertThat(said)
                .contains("$(touch pwned); `touch pwned`\\n'\\\"\\\\ && touch pwned # \\t \\u00e9 \\ud83d\\ude00");
        assertThat(Path.of(System.getProperty("user.home"), "pwned")).doesNotExist();
        try (var files = Files.walk(root)) {
            assertThat(files).containsExactly(root);
        }
    }

    @Test
    void the_command_line_holds_nothing_of_the_user() {
        String line = run(
                "print(open('/proc/self/cmdline').read().replace('\\0', ' '))",
                "{\"a\":\"secret\"}",
                Duration.ofSeconds(20));
        assertThat(line)
                .contains(" -I -S -c import sys;")
                .doesNotContain("secret")
                .doesNotContain(root.toString());
    }

    @Test
    void a_program_that_fails_says_so_with_its_last_words() {
        assertThatExceptionOfType(StoreFailure.class)
                .isThrownBy(() -> run("raise SystemExit('out of cheese')"))
                .withMessageContaining("a test failed on the server (exit code 1)")
                .withMessageContaining("out of cheese");
    }

    @Test
    void a_missing_root_is_told_as_such() {
        assertThatExceptionOfType(StorageException.StoreNotFound.class).isThrownBy(() -> run("raise SystemExit(3)"));
    }

    @Test
    void a_program_that_takes_too_long_is_ended() {
        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> run("import time\ntime.sleep(600)", "{}", Duration.ofSeconds(1)))
                .withMessageContaining("not done on the server after 1 seconds");
    }

    @Test
    void a_program_that_prints_too_much_is_ended() {
        assertThatExceptionOfType(StoreFailure.class)
                .isThrownBy(() -> run("while True: print('x' * 100)"))
                .withMessageContaining("printed more on the server than 1000 bytes");
    }

    @Test
    void a_server_without_a_shell_is_told_to_run_no_programs(@TempDir Path folder) throws IOException {
        try (var limited = OpenSshServer.start(folder, "ForceCommand internal-sftp");
                var executor = open(limited, root.toString())) {
            assertThatExceptionOfType(NotSupported.class)
                    .isThrownBy(() ->
                            executor.run(new RemoteProgram("a test", "print(1)", Duration.ofSeconds(20), 100), "{}"))
                    .withMessageContaining("a test on the server by its python3");
        }
    }

    /// Not as one of OpenSSH with `ForceCommand`, which runs something else. The program has longer than this test.
    @Test
    void a_server_that_refuses_commands_is_told_to_run_no_programs_at_once(@TempDir Path folder) throws IOException {
        try (var refusing = MinaServer.start(folder)) {
            refusing.server().setPublickeyAuthenticator(AcceptAllPublickeyAuthenticator.INSTANCE);
            var key = server.orElseThrow().sshd().identity().toString();
            try (var executor = open(refusing, root.toString(), Map.of("auth", "key", "identityFile", key))) {
                assertThatExceptionOfType(NotSupported.class)
                        .isThrownBy(() ->
                                executor.run(new RemoteProgram("a test", "print(1)", Duration.ofMinutes(5), 100), "{}"))
                        .withMessageContaining("a test on the server by its python3")
                        .withMessageContaining(refusal());
            }
        }
    }

    /// How the way to the server words that it runs no commands.
    String refusal() {
        return "the server refuses to run commands";
    }

    @Test
    void a_server_without_python_is_told_to_run_no_programs(@TempDir Path folder) throws IOException {
        try (var limited = OpenSshServer.start(folder, "SetEnv PATH=/nowhere");
                var executor = open(limited, root.toString())) {
            assertThatExceptionOfType(NotSupported.class)
                    .isThrownBy(() ->
                            executor.run(new RemoteProgram("a test", "print(1)", Duration.ofSeconds(20), 100), "{}"))
                    .withMessageContaining("python3");
        }
    }

    @Test
    void a_server_that_comes_back_runs_programs_again(@TempDir Path folder) throws IOException {
        var first = OpenSshServer.start(folder);
        try (var executor = open(first, root.toString())) {
            var program = new RemoteProgram("a test", "print(1)", Duration.ofSeconds(20), 100);
            assertThat(executor.run(program, "{}")).isEqualTo("1\n");
            first.kill();
            assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> executor.run(program, "{}"));
            try (var again = OpenSshServer.restart(folder, first.port())) {
                assertThat(again.port()).isEqualTo(first.port());
                assertThat(executor.run(program, "{}")).isEqualTo("1\n");
            }
        }
    }

    @Test
    void an_interrupt_ends_the_waiting() throws Exception {
        try (var executor = open(server.orElseThrow(), root.toString())) {
            var program = new RemoteProgram(
                    "a test",
                    "import os,time\nopen(json_root() + '/began', 'w').close()\ntime.sleep(20)"
                            .replace("json_root()", "__import__('json').load(sys.stdin)['store']['root']"),
                    Duration.ofSeconds(30),
                    100);
            var running = new FutureTask<>(() -> executor.run(program, "{}"));
            var thread = Thread.ofPlatform().start(running);
            while (!Files.exists(root.resolve("began")) && thread.isAlive()) {
                Thread.onSpinWait();
            }
            thread.interrupt();
            assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
            assertThat(running.exceptionNow()).isInstanceOf(StorageException.Cancelled.class);
        } finally {
            Files.deleteIfExists(root.resolve("began"));
        }
    }

    @Test
    void without_leave_of_the_configuration_there_is_no_executor() {
        var at = server.orElseThrow();
        var settings = at.settings(at.port(), root);
        var context = new AdapterContext(Clock.systemUTC(), 1);
        assertThat(new SftpStore(SftpConfig.read(new MapSettings(settings))).openExecutor(context))
                .isEmpty();
        var allowed = new SftpStore(SftpConfig.read(new MapSettings(settings, Map.of("remoteCommands", "yes"))));
        try (var executor = allowed.openExecutor(context).orElseThrow()) {
            assertThat(executor.store()).isEqualTo(allowed.store());
        }
    }
}
