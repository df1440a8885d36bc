package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.testkit.MapSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What the user's SSH configuration says holds for the user's own program, and what the remote says goes before it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SftpProgramWayTest {
    private Optional<OpenSshServer> target = Optional.empty();
    private Optional<OpenSshServer> jump = Optional.empty();
    private Path root = Path.of("");
    private Path folder = Path.of("");
    private KnownHostsFile known = new KnownHostsFile(Path.of(""));

    @BeforeAll
    void start_the_servers(@TempDir Path files) throws IOException {
        OpenSshServer.assumeInstalled();
        target = Optional.of(OpenSshServer.start(Files.createDirectory(files.resolve("target"))));
        jump = Optional.of(OpenSshServer.start(Files.createDirectory(files.resolve("jump"))));
        Path authorized = jump.get().folder().resolve("authorized_keys");
        Files.writeString(
                authorized,
                Files.readString(authorized)
                        + Files.readString(target.get().folder().resolve("id_ed25519.pub")));
        root = Files.createDirectory(files.resolve("root"));
    }

    @AfterAll
    void stop_the_servers() {
        target.ifPresent(OpenSshServer::close);
        jump.ifPresent(OpenSshServer::close);
    }

    /// In a folder whose name is hard to write in an option.
    @BeforeEach
    void know_the_target(@TempDir Path own) throws IOException {
        folder = Files.createDirectory(own.resolve("100 % 'own' #1"));
        known = new KnownHostsFile(folder.resolve("known hosts"))
                .with(target.orElseThrow().sshd().knownAt(target().port()));
    }

    private OpenSshServer target() {
        return target.orElseThrow();
    }

    private Map<String, String> settings(String host, String config) throws IOException {
        Path key = folder.resolve("key");
        if (!Files.exists(key)) {
            Files.copy(target().sshd().identity(), key, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        return new HashMap<>(Map.of(
                "sshProgram",
                "ssh",
                "host",
                host,
                "root",
                root.toString(),
                "auth",
                "key",
                "identityFile",
                key.toString(),
                "agent",
                "none",
                "knownHosts",
                known.path(),
                "sshConfig",
                Files.writeString(folder.resolve("config"), config).toString()));
    }

    private static void connect(Map<String, String> settings) {
        var read = new MapSettings(settings);
        var config = SftpConfig.read(read);
        assertThat(read.problems()).isEmpty();
        try (var store = SftpAdapter.open(config, Clock.systemUTC())) {
            assertThat(store.stat(ObjectKey.of("nothing"))).isEmpty();
        }
    }

    @Test
    void an_alias_that_only_a_proxy_command_leads_to_is_reached() throws IOException {
        var way =
                "ssh -F none -oBatchMode=yes -oIdentitiesOnly=yes -oIdentityAgent=none -oUserKnownHostsFile=%s -i %s -p %d -W 127.0.0.1:%d 127.0.0.1"
                        .formatted(
                                Files.writeString(
                                        target().folder().resolve("known"),
                                        jump.orElseThrow()
                                                .sshd()
                                                .knownAt(jump.orElseThrow().port())),
                                target().sshd().identity(),
                                jump.orElseThrow().port(),
                                target().port());
        assertThatNoException().isThrownBy(() -> connect(settings("lab", """
                Host lab
                  HostName nowhere.invalid
                  HostKeyAlias [127.0.0.1]:%d
                  ProxyCommand %s
                """.formatted(target().port(), way))));
    }

    @Test
    void sections_of_match_hold() throws IOException {
        assertThatNoException().isThrownBy(() -> connect(settings("lab", """
                Match originalhost lab exec "true"
                  HostName 127.0.0.1
                  Port %d
                """.formatted(target().port()))));
    }

    @Test
    void what_the_remote_says_goes_before_the_configuration() throws IOException {
        var settings = settings("127.0.0.1", """
                Host *
                  User nobody
                  Port 1
                  RemoteCommand echo hello
                  RequestTTY force
                  LogLevel QUIET
                  PermitLocalCommand yes
                  LocalCommand echo hello
                  Compression no
                """);
        settings.put("port", Integer.toString(target().port()));
        settings.put("user", System.getProperty("user.name"));
        settings.put("compression", "yes");
        assertThatNoException().isThrownBy(() -> connect(settings));
    }

    @Test
    void machines_to_go_through_are_gone_through_and_must_be_known_too() throws IOException {
        var settings = settings("127.0.0.1", "Host *\n  StrictHostKeyChecking no\n  ProxyUseFdpass yes\n");
        String at = System.getProperty("user.name") + "@127.0.0.1:"
                + jump.orElseThrow().port();
        settings.put("port", Integer.toString(target().port()));
        settings.put("proxyJump", at + "," + at);

        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> connect(settings))
                .withMessageContaining("is not known");
        known.with(jump.orElseThrow().sshd().knownAt(jump.orElseThrow().port()));
        assertThatNoException().isThrownBy(() -> connect(settings));
    }

    @Test
    void who_is_not_let_in_reads_what_the_program_says_of_it() throws IOException {
        var settings = settings("127.0.0.1", "");
        settings.put("port", Integer.toString(target().port()));
        OpenSshServer.generate(folder.resolve("other"), "ed25519", "");
        settings.put("identityFile", folder.resolve("other").toString());
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> connect(settings))
                .withMessageContaining("not let in at 127.0.0.1")
                .withMessageContaining("Permission denied (publickey");
    }

    @Test
    void a_configuration_that_the_program_does_not_understand_is_told() throws IOException {
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> connect(settings("127.0.0.1", "Nonsense yes\n")))
                .withMessageContaining("Bad configuration option: nonsense");
    }

    @Test
    void a_name_that_nobody_knows_is_not_reached() throws IOException {
        assertThatExceptionOfType(dev.waybill.port.StorageException.StoreUnavailable.class)
                .isThrownBy(() -> connect(settings("nowhere.invalid", "")))
                .withMessageContaining("cannot connect to nowhere.invalid");
    }
}
