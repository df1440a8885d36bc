package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.testkit.MapSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What both clients agree on with OpenSSH's server, as that notes it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SftpAlgorithmsTest {
    private static final String[] LINES = {
        "LogLevel DEBUG1",
        "KexAlgorithms curve25519-sha256,ecdh-sha2-nistp256,diffie-hellman-group14-sha1",
        "Ciphers aes256-ctr,aes128-gcm@openssh.com,3des-cbc"
    };

    private Optional<OpenSshServer> target = Optional.empty();
    private Optional<OpenSshServer> jump = Optional.empty();
    private Path root = Path.of("");
    private KnownHostsFile known = new KnownHostsFile(Path.of(""));

    @BeforeAll
    void start_the_servers(@TempDir Path files) throws IOException {
        OpenSshServer.assumeInstalled();
        target = Optional.of(OpenSshServer.start(Files.createDirectory(files.resolve("target")), LINES));
        jump = Optional.of(OpenSshServer.start(Files.createDirectory(files.resolve("jump")), LINES));
        Files.copy(
                target().folder().resolve("authorized_keys"),
                jump.get().folder().resolve("authorized_keys"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        root = Files.createDirectory(files.resolve("root"));
        known = new KnownHostsFile(files.resolve("known_hosts"))
                .with(target().sshd().knownAt(target().port()))
                .with(jump.get().sshd().knownAt(jump.get().port()));
    }

    @AfterAll
    void stop_the_servers() {
        target.ifPresent(OpenSshServer::close);
        jump.ifPresent(OpenSshServer::close);
    }

    private OpenSshServer target() {
        return target.orElseThrow();
    }

    private void connect(boolean program, Map<String, String> more) throws IOException {
        var settings = new HashMap<>(target().settings(target().port(), root));
        settings.put("knownHosts", known.path());
        settings.put("agent", "none");
        if (program) {
            settings.put("sshProgram", "ssh");
        }
        var read = new MapSettings(settings, more);
        var config = SftpConfig.read(read);
        assertThat(read.problems()).isEmpty();
        try (var store = SftpAdapter.open(config, Clock.systemUTC())) {
            assertThat(store.stat(ObjectKey.of("nothing"))).isEmpty();
        }
    }

    /// What a server has noted since its log had a length.
    private static List<String> noted(OpenSshServer server, int before) throws IOException {
        String log = Files.readString(server.folder().resolve("sshd.log")).substring(before);
        return log.lines().filter(line -> line.contains("kex: ")).toList();
    }

    private static int noted(OpenSshServer server) throws IOException {
        return Files.readString(server.folder().resolve("sshd.log")).length();
    }

    private static void assertAgreed(List<String> noted, String cipher, String keyExchange) {
        assertThat(noted)
                .anyMatch(line -> line.contains("kex: algorithm: " + keyExchange + " "))
                .anyMatch(line -> line.contains("client->server cipher: " + cipher + " "))
                .anyMatch(line -> line.contains("server->client cipher: " + cipher + " "));
    }

    @ParameterizedTest
    @CsvSource({
        "false,aes256-ctr,ecdh-sha2-nistp256",
        "false,aes128-gcm@openssh.com,curve25519-sha256",
        "false,3des-cbc,diffie-hellman-group14-sha1",
        "true,aes256-ctr,ecdh-sha2-nistp256",
        "true,3des-cbc,diffie-hellman-group14-sha1"
    })
    void what_the_remote_names_is_agreed_on(boolean program, String cipher, String keyExchange) throws IOException {
        int before = noted(target());
        connect(program, Map.of("ciphers", cipher, "keyExchange", keyExchange));
        assertAgreed(noted(target(), before), cipher, keyExchange);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_first_that_the_server_knows_too_is_agreed_on(boolean program) throws IOException {
        int before = noted(target());
        connect(
                program,
                Map.of(
                        "ciphers", "aes192-ctr,aes256-ctr,aes128-gcm@openssh.com",
                        "keyExchange", "diffie-hellman-group16-sha512,ecdh-sha2-nistp256,curve25519-sha256"));
        assertAgreed(noted(target(), before), "aes256-ctr", "ecdh-sha2-nistp256");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void machines_on_the_way_are_offered_the_same(boolean program) throws IOException {
        var way = jump.orElseThrow();
        int before = noted(way);
        connect(
                program,
                Map.of(
                        "ciphers",
                        "3des-cbc",
                        "keyExchange",
                        "ecdh-sha2-nistp256",
                        "proxyJump",
                        System.getProperty("user.name") + "@127.0.0.1:" + way.port()));
        assertAgreed(noted(way, before), "3des-cbc", "ecdh-sha2-nistp256");
    }

    @ParameterizedTest
    @CsvSource({
        "false,ciphers,aes192-ctr,'no cipher in common with 127.0.0.1:'",
        "false,keyExchange,curve448-sha512,'no way to agree on keys in common with 127.0.0.1:'",
        "true,ciphers,aes192-ctr,'no algorithm in common on the way to 127.0.0.1: the remote offers only ciphers '",
        "true,keyExchange,ecdh-sha2-nistp384,'no algorithm in common on the way to 127.0.0.1: the remote offers only key'"
    })
    void a_server_that_knows_none_of_them_is_told_with_what_both_offer(
            boolean program, String key, String name, String told) {
        String theirs = key.equals("ciphers") ? "aes128-gcm@openssh.com" : "curve25519-sha256";
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> connect(program, Map.of(key, name)))
                .withMessageContaining(told)
                .withMessageContaining(name)
                .withMessageContaining(theirs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ciphers", "keyExchange"})
    void a_name_that_the_program_does_not_know_is_a_fault_of_the_configuration(String key) {
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> connect(true, Map.of(key, "no-such@lab.example")))
                .withMessageContaining("ssh does not know an algorithm that ciphers or keyExchange of the remote")
                .withMessageContaining("'no-such@lab.example'");
    }

    @Test
    void who_looks_at_the_server_s_key_is_told_too() {
        var config = SftpConfig.read(
                new MapSettings(target().settings(target().port(), root), Map.of("ciphers", "aes192-ctr")));
        try (var trust = new SftpHostTrust(config)) {
            assertThatExceptionOfType(AccessDenied.class)
                    .isThrownBy(trust::next)
                    .withMessageContaining("no cipher in common with 127.0.0.1:");
        }
    }
}
