package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.AccessDenied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How users log in, against OpenSSH, which lets in three keys: an open one, and two with a passphrase.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SftpLoginTest {
    private Optional<OpenSshServer> server = Optional.empty();
    private Path root = Path.of("");

    @BeforeAll
    void start_the_server(@TempDir Path folder) throws IOException {
        OpenSshServer.assumeInstalled();
        server = Optional.of(OpenSshServer.start(Files.createDirectory(folder.resolve("server")), "MaxAuthTries 2"));
        root = Files.createDirectory(folder.resolve("root"));
    }

    @AfterAll
    void stop_the_server() {
        server.ifPresent(OpenSshServer::close);
    }

    private OpenSshServer sshd() {
        return server.orElseThrow();
    }

    private String key(String name) {
        return sshd().folder().resolve(name).toString();
    }

    private void connect(Map<String, String> settings) {
        try (var store = sshd().open(root, settings)) {
            assertThat(store.stat(ObjectKey.of("nothing"))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_ecdsa", "id_rsa"})
    void a_key_with_a_passphrase_opens_with_it(String name) {
        assertThatNoException()
                .isThrownBy(() -> connect(Map.of("identityFile", key(name), "passphrase", OpenSshServer.PASSPHRASE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void keys_of_every_common_kind_are_read_in_both_forms_of_file(String kind, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("key");
        OpenSshServer.generate(file, kind, OpenSshServer.PASSPHRASE);
        Files.writeString(
                sshd().folder().resolve("authorized_keys"),
                Files.readString(folder.resolve("key.pub")),
                java.nio.file.StandardOpenOption.APPEND);
        var settings = Map.of("identityFile", file.toString(), "passphrase", OpenSshServer.PASSPHRASE);
        assertThatNoException().isThrownBy(() -> connect(settings));
        if (!kind.equals("ed25519")) {
            // The older form, which OpenSSH has for these kinds only.
            var process = new ProcessBuilder(
                            "ssh-keygen",
                            "-q",
                            "-p",
                            "-m",
                            "PEM",
                            "-P",
                            OpenSshServer.PASSPHRASE,
                            "-N",
                            OpenSshServer.PASSPHRASE,
                            "-f",
                            file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor()).isZero();
            assertThat(Files.readString(file)).contains("Proc-Type: 4,ENCRYPTED");
            assertThatNoException().isThrownBy(() -> connect(settings));
        }
    }

    @Test
    void a_wrong_passphrase_is_told_with_the_file_and_without_the_passphrase() {
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> connect(Map.of("identityFile", key("id_ecdsa"), "passphrase", "hunter2")))
                .withMessageContaining(key("id_ecdsa"))
                .withMessageContaining("is the passphrase right?")
                .satisfies(e -> assertThat(everythingOf(e)).doesNotContain("hunter2"));
    }

    @Test
    void a_key_that_is_not_there_is_told() {
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> connect(Map.of("identityFile", "/no/such/key")))
                .withMessageContaining("there is no key /no/such/key");
    }

    @Test
    void the_key_of_the_agent_is_used(@TempDir Path folder) throws Exception {
        try (var agent = Agent.start(folder).with(Path.of(key("id_ed25519")))) {
            assertThatNoException()
                    .isThrownBy(() -> connect(Map.of("auth", "agent", "agent", agent.socket(), "identityFile", "")));
        }
    }

    @Test
    void an_agent_that_is_not_there_is_told() {
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> connect(Map.of("auth", "agent", "agent", "/no/such/agent")))
                .withMessageContaining("the agent cannot be asked");
    }

    @Test
    void a_key_that_the_server_does_not_let_in_is_an_answer_and_no_lost_connection(@TempDir Path folder)
            throws Exception {
        OpenSshServer.generate(folder.resolve("key"), "ed25519", "");
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() ->
                        connect(Map.of("identityFile", folder.resolve("key").toString())))
                .withMessageContaining("is not let in")
                .withMessageContaining("1 key(s) from files");
    }

    @Test
    void a_server_that_has_seen_too_many_keys_is_an_answer_too(@TempDir Path folder) throws Exception {
        try (var agent = Agent.start(folder)) {
            for (int i = 0; i < 3; i++) {
                OpenSshServer.generate(folder.resolve("key" + i), "ed25519", "");
                agent.with(folder.resolve("key" + i));
            }
            assertThatExceptionOfType(AccessDenied.class)
                    .isThrownBy(() -> connect(Map.of("auth", "agent", "agent", agent.socket())))
                    .withMessageContaining("is not let in");
        }
    }

    private static String everythingOf(Throwable e) {
        var text = new StringBuilder();
        for (Throwable at = e; at != null; at = at.getCause()) {
            text.append(at);
        }
        return text.toString();
    }
}
