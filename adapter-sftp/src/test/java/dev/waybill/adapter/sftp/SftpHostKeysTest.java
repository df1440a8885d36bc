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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Which servers are trusted, against OpenSSH with keys of two kinds.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SftpHostKeysTest {
    private Optional<OpenSshServer> server = Optional.empty();
    private Path root = Path.of("");
    private KnownHostsFile known = new KnownHostsFile(Path.of(""));

    @BeforeAll
    void start_the_server(@TempDir Path folder) throws IOException {
        OpenSshServer.assumeInstalled();
        server = Optional.of(OpenSshServer.start(Files.createDirectory(folder.resolve("server"))));
        root = Files.createDirectory(folder.resolve("root"));
    }

    @AfterAll
    void stop_the_server() {
        server.ifPresent(OpenSshServer::close);
    }

    @BeforeEach
    void know_nobody(@TempDir Path folder) {
        known = new KnownHostsFile(folder.resolve("known_hosts"));
    }

    /// The server as the adapter is to reach it.
    OpenSshServer reached(OpenSshServer sshd) {
        return sshd;
    }

    /// Whether a refusal tells which key was shown.
    boolean tellsFingerprints() {
        return true;
    }

    private OpenSshServer sshd() {
        return reached(server.orElseThrow());
    }

    private String key(String name) throws IOException {
        return Files.readString(sshd().folder().resolve(name + ".pub")).strip();
    }

    private String here() {
        return "[127.0.0.1]:" + sshd().port();
    }

    private void connect() throws IOException {
        try (var store = sshd().open(root, Map.of("knownHosts", known.path()))) {
            assertThat(store.stat(ObjectKey.of("nothing"))).isEmpty();
        }
    }

    @Test
    void a_key_that_is_known_at_this_port_is_trusted() throws IOException {
        known.with(here() + " " + key("host_ed25519"));
        assertThatNoException().isThrownBy(this::connect);
    }

    @Test
    void a_hashed_entry_is_found() throws Exception {
        known.with(here() + " " + key("host_ed25519")).hashed();
        assertThat(Files.readString(Path.of(known.path()))).startsWith("|1|");
        assertThatNoException().isThrownBy(this::connect);
    }

    @Test
    void of_several_kinds_the_server_shows_the_one_that_is_known() throws IOException {
        known.with(here() + " " + key("host_ecdsa"));
        assertThatNoException().isThrownBy(this::connect);
    }

    @Test
    void a_server_that_nobody_knows_is_refused_with_its_fingerprint_and_the_command_that_accepts_it() throws Exception {
        var print = new ProcessBuilder(
                        "ssh-keygen",
                        "-l",
                        "-f",
                        sshd().folder().resolve("host_ed25519.pub").toString())
                .start();
        String fingerprint = print.inputReader().readLine().split(" ", -1)[1];
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(this::connect)
                .withMessageContaining(tellsFingerprints() ? fingerprint : "No ED25519 host key is known")
                .withMessageContaining("not known")
                .withMessageContaining("waybill remote trust");
        assertThat(Files.readString(Path.of(known.path()))).isEmpty();
    }

    @Test
    void the_key_of_another_port_is_not_that_of_this_one() throws IOException {
        known.with("[127.0.0.1]:1 " + key("host_ed25519"));
        assertThatExceptionOfType(AccessDenied.class).isThrownBy(this::connect).withMessageContaining("not known");
    }

    @Test
    void a_changed_key_is_refused_whatever_the_ssh_configuration_says(@TempDir Path folder) throws IOException {
        known.with(here() + " " + key("id_ed25519"));
        Path config = Files.writeString(folder.resolve("config"), """
                Host *
                  StrictHostKeyChecking no
                  UserKnownHostsFile /dev/null
                """);
        var more = Map.of("knownHosts", known.path(), "sshConfig", config.toString());
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> {
                    try (var store = sshd().open(root, more)) {
                        store.stat(ObjectKey.of("nothing"));
                    }
                })
                .withMessageContaining("Someone may be listening in")
                .withMessageContaining("--replace");
    }

    @Test
    void an_unknown_key_is_refused_whatever_the_ssh_configuration_says(@TempDir Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("config"), "Host *\n  StrictHostKeyChecking no\n");
        var more = Map.of("knownHosts", known.path(), "sshConfig", config.toString());
        assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> {
            try (var store = sshd().open(root, more)) {
                store.stat(ObjectKey.of("nothing"));
            }
        });
    }

    @Test
    void a_revoked_key_is_refused_though_it_is_known_too() throws IOException {
        known.with(here() + " " + key("host_ed25519")).with("@revoked * " + key("host_ed25519"));
        assertThatExceptionOfType(AccessDenied.class).isThrownBy(this::connect).withMessageContaining("revoked");
    }

    @Test
    void a_certificate_authority_is_no_key_of_a_server() throws IOException {
        known.with("@cert-authority * " + key("host_ed25519"));
        assertThatExceptionOfType(AccessDenied.class).isThrownBy(this::connect).withMessageContaining("not known");
    }

    @Test
    void a_file_that_cannot_be_read_trusts_nobody() throws IOException {
        Path folder = Files.createDirectories(Path.of(known.path() + "-none"));
        var more = Map.of("knownHosts", folder.resolve("known_hosts").toString());
        assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> {
            try (var store = sshd().open(root, more)) {
                store.stat(ObjectKey.of("nothing"));
            }
        });
    }
}
