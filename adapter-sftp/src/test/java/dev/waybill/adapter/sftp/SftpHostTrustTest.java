package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.spi.HostKey;
import dev.waybill.testkit.MapSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.helpers.MissingAttachedSessionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// How keys of servers are seen and accepted, against OpenSSH.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SftpHostTrustTest {
    private Optional<OpenSshServer> server = Optional.empty();
    private Path root = Path.of("");
    private Path file = Path.of("");

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
        file = folder.resolve("ssh/known_hosts");
    }

    private OpenSshServer sshd() {
        return server.orElseThrow();
    }

    private String key(String name) throws IOException {
        return Files.readString(sshd().folder().resolve(name + ".pub")).strip();
    }

    private Map<String, String> more() {
        return Map.of("knownHosts", file.toString());
    }

    private SftpHostTrust trust() {
        return new SftpHostTrust(config());
    }

    private SftpConfig config() {
        return SftpConfig.read(new MapSettings(sshd().settings(sshd().port(), root), more()));
    }

    private String name() {
        return "[127.0.0.1]:" + sshd().port();
    }

    @Test
    void every_key_of_an_unknown_server_is_shown_with_its_fingerprint() throws Exception {
        try (var trust = trust()) {
            var host = trust.next().orElseThrow();
            assertThat(host.name()).isEqualTo(name());
            assertThat(host.conflict()).isEmpty();
            assertThat(host.keys()).extracting(HostKey::kind).containsExactly("ssh-ed25519", "ecdsa-sha2-nistp256");
            assertThat(host.keys()).extracting(HostKey::bits).containsExactly(256, 256);
            var print = new ProcessBuilder(
                            "ssh-keygen",
                            "-l",
                            "-f",
                            sshd().folder().resolve("host_ecdsa.pub").toString())
                    .start();
            assertThat(print.inputReader().readLine())
                    .startsWith("256 " + host.keys().getLast().fingerprint() + " ");
        }
        assertThat(file).doesNotExist();
    }

    /// As on a machine so busy that the connection has come to its end before it is given back.
    @Test
    void what_a_connection_has_shown_counts_though_it_is_over_before_it_is_given_back() {
        SftpHostTrust.Opening late = (connector, through, hop, context) -> {
            var session = connector.open(through, hop, context);
            session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), Duration.ofSeconds(10));
            throw ConnectionLost.unreached("cannot connect", new MissingAttachedSessionException("it has ended"));
        };
        try (var trust = new SftpHostTrust(config(), late)) {
            var host = trust.next().orElseThrow();
            assertThat(host.keys()).extracting(HostKey::kind).containsExactly("ssh-ed25519", "ecdsa-sha2-nistp256");
        }
    }

    @Test
    void a_server_that_is_lost_before_it_has_shown_anything_is_told_of() {
        SftpHostTrust.Opening lost = (connector, through, hop, context) -> {
            throw ConnectionLost.unreached("cannot connect", null);
        };
        try (var trust = new SftpHostTrust(config(), lost)) {
            assertThatExceptionOfType(StorageException.StoreUnavailable.class)
                    .isThrownBy(trust::next)
                    .withMessageContaining("cannot connect");
        }
    }

    @Test
    void an_accepted_key_is_noted_for_this_port_in_a_file_that_is_the_user_s_alone() throws IOException {
        try (var trust = trust()) {
            var host = trust.next().orElseThrow();
            assertThat(trust.accept(host, host.keys().subList(0, 1), false)).isEqualTo(file.toString());
            assertThat(trust.next()).isEmpty();
        }
        assertThat(file).content().isEqualTo(name() + " " + shortened(key("host_ed25519")) + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        try (var store = sshd().open(root, more())) {
            assertThat(store.stat(ObjectKey.of("nothing"))).isEmpty();
        }
    }

    /// Without the comment.
    private static String shortened(String key) {
        return key.substring(0, key.lastIndexOf(' '));
    }

    @Test
    void what_the_file_holds_stays_also_where_its_last_line_has_no_end() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "elsewhere " + key("id_ed25519"));
        try (var trust = trust()) {
            var host = trust.next().orElseThrow();
            trust.accept(host, host.keys(), false);
        }
        assertThat(Files.readAllLines(file)).hasSize(3).first().asString().startsWith("elsewhere ");
    }

    @Test
    void a_changed_key_is_not_replaced_unless_that_is_said() throws IOException {
        Files.createDirectories(file.getParent());
        String others = "other " + key("id_ed25519");
        Files.write(file, List.of(others, name() + " " + key("id_ed25519")));
        try (var trust = trust()) {
            var host = trust.next().orElseThrow();
            assertThat(host.conflict())
                    .get()
                    .asString()
                    .contains(file.toString())
                    .contains("SHA256:");
            assertThatIllegalArgumentException().isThrownBy(() -> trust.accept(host, host.keys(), false));
            assertThat(Files.readAllLines(file)).hasSize(2);
            trust.accept(host, host.keys(), true);
            assertThat(trust.next()).isEmpty();
        }
        assertThat(Files.readAllLines(file)).hasSize(3).first().isEqualTo(others);
        assertThat(file.resolveSibling("known_hosts.old")).content().contains(key("id_ed25519"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_line_for_many_machines_is_not_replaced() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "* " + key("id_ed25519") + "\n");
        try (var trust = trust()) {
            var host = trust.next().orElseThrow();
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> trust.accept(host, host.keys(), true))
                    .withMessageContaining("by hand");
        }
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void a_revoked_key_cannot_be_accepted() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "@revoked * " + key("host_ecdsa") + "\n");
        try (var trust = trust()) {
            assertThatExceptionOfType(StorageException.AccessDenied.class)
                    .isThrownBy(trust::next)
                    .withMessageContaining("revoked");
        }
    }

    @Test
    void a_key_that_the_server_does_not_show_cannot_be_accepted() {
        try (var trust = trust()) {
            var host = trust.next().orElseThrow();
            var other = new HostKey("ssh-ed25519", 256, "SHA256:other");
            assertThatIllegalArgumentException().isThrownBy(() -> trust.accept(host, List.of(other), false));
        }
    }

    @Test
    void a_server_that_is_not_there_is_told() {
        var settings = new MapSettings(sshd().settings(sshd().port(), root), more(), Map.of("port", "1"));
        try (var trust = new SftpHostTrust(SftpConfig.read(settings))) {
            assertThatExceptionOfType(StorageException.StoreUnavailable.class).isThrownBy(trust::next);
        }
    }

    @Test
    void servers_on_the_way_are_seen_first(@TempDir Path folder) throws IOException {
        try (var gate = OpenSshServer.start(folder)) {
            var settings = Map.of("proxyJump", "127.0.0.1:" + gate.port());
            // The gate lets in the key that is configured for the remote.
            Files.copy(
                    sshd().folder().resolve("authorized_keys"),
                    folder.resolve("authorized_keys"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            var config = SftpConfig.read(new MapSettings(sshd().settings(sshd().port(), root), more(), settings));
            try (var trust = new SftpHostTrust(config)) {
                var first = trust.next().orElseThrow();
                assertThat(first.name()).isEqualTo("[127.0.0.1]:" + gate.port());
                trust.accept(first, first.keys(), false);
                var second = trust.next().orElseThrow();
                assertThat(second.name()).isEqualTo(name());
                trust.accept(second, second.keys(), false);
                assertThat(trust.next()).isEmpty();
            }
        }
    }
}
