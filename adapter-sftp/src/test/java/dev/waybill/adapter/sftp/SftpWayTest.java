package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.testkit.MapSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a server is found by the user's SSH configuration, directly and through another, against two of OpenSSH's.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SftpWayTest {
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
        root = Files.createDirectory(files.resolve("root"));
    }

    @AfterAll
    void stop_the_servers() {
        target.ifPresent(OpenSshServer::close);
        jump.ifPresent(OpenSshServer::close);
    }

    @BeforeEach
    void know_both(@TempDir Path own) throws IOException {
        folder = own;
        known = new KnownHostsFile(own.resolve("known_hosts"))
                .with(line(target.orElseThrow(), "host_ed25519"))
                // The other kind, so that it is seen that each server is asked for the one that is known of it.
                .with(line(jump.orElseThrow(), "host_ecdsa"));
    }

    private static String line(OpenSshServer server, String key) throws IOException {
        return "[127.0.0.1]:" + server.port() + " "
                + Files.readString(server.folder().resolve(key + ".pub")).strip();
    }

    /// Settings that leave all they can to the SSH configuration.
    private Map<String, String> settings(String host, String config) throws IOException {
        var settings = new HashMap<String, String>();
        settings.put("host", host);
        settings.put("root", root.toString());
        settings.put("knownHosts", known.path());
        settings.put(
                "sshConfig", Files.writeString(folder.resolve("config"), config).toString());
        settings.put("agent", "none");
        return settings;
    }

    private static void connect(Map<String, String> settings) {
        var config = SftpConfig.read(new MapSettings(settings));
        try (var store = SftpAdapter.open(config, java.time.Clock.systemUTC())) {
            store.put(ObjectKey.of("a/key"), ObjectSource.of(new byte[] {1}), PutOptions.DEFAULT);
            assertThat(store.stat(ObjectKey.of("a/key"))).isPresent();
        }
    }

    private String targetBlock(String name, String more) {
        var server = target.orElseThrow();
        return """
                Host %s
                  HostName 127.0.0.1
                  Port %d
                  User %s
                  IdentityFile %s
                %s
                """.formatted(
                        name,
                        server.port(),
                        System.getProperty("user.name"),
                        server.folder().resolve("id_ed25519"),
                        more);
    }

    private String jumpBlock(String name) {
        var server = jump.orElseThrow();
        return """
                Host %s
                  HostName 127.0.0.1
                  Port %d
                  IdentityFile %s
                """.formatted(name, server.port(), server.folder().resolve("id_ed25519"));
    }

    @Test
    void an_alias_leads_to_its_host_port_user_and_key() throws IOException {
        var settings = settings("lab", targetBlock("lab", ""));
        assertThatNoException().isThrownBy(() -> connect(settings));
    }

    @Test
    void the_remote_s_own_settings_go_before_those_of_the_alias() throws IOException {
        var settings = settings(
                "lab",
                targetBlock("lab", "").replace("Port " + target.orElseThrow().port(), "Port 1"));
        settings.put("port", Integer.toString(target.orElseThrow().port()));
        assertThatNoException().isThrownBy(() -> connect(settings));
    }

    @Test
    void a_proxy_jump_of_the_configuration_leads_through_another_server() throws IOException {
        var settings = settings("lab", targetBlock("lab", "  ProxyJump gate") + jumpBlock("gate"));
        assertThatNoException().isThrownBy(() -> connect(settings));
    }

    @Test
    void a_proxy_jump_that_is_not_reached_is_missed() throws IOException {
        var settings =
                settings("lab", targetBlock("lab", "  ProxyJump gate") + "Host gate\n  HostName 127.0.0.1\n  Port 1\n");
        assertThatExceptionOfType(StorageException.StoreUnavailable.class)
                .isThrownBy(() -> connect(settings))
                .withMessageContaining("127.0.0.1:1");
    }

    @Test
    void a_proxy_jump_of_the_remote_goes_before_that_of_the_configuration() throws IOException {
        var settings = settings("lab", targetBlock("lab", "  ProxyJump nowhere.invalid") + jumpBlock("127.0.0.1"));
        settings.put("proxyJump", "127.0.0.1:" + jump.orElseThrow().port());
        assertThatNoException().isThrownBy(() -> connect(settings));
    }

    @Test
    void no_proxy_jump_where_the_remote_says_none() throws IOException {
        var settings = settings("lab", targetBlock("lab", "  ProxyJump nowhere.invalid"));
        settings.put("proxyJump", "none");
        assertThatNoException().isThrownBy(() -> connect(settings));
    }

    @Test
    void a_jump_that_leads_back_to_itself_is_refused() throws IOException {
        var settings =
                settings("lab", targetBlock("lab", "  ProxyJump gate") + jumpBlock("gate") + "  ProxyJump gate\n");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> connect(settings))
                .withMessageContaining("more than 10");
    }

    @Test
    void the_server_on_the_way_must_be_trusted_too() throws IOException {
        known = new KnownHostsFile(folder.resolve("known_hosts")).with(line(target.orElseThrow(), "host_ed25519"));
        var settings = settings("lab", targetBlock("lab", "  ProxyJump gate") + jumpBlock("gate"));
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> connect(settings))
                .withMessageContaining("127.0.0.1:" + jump.orElseThrow().port())
                .withMessageContaining("not known");
    }

    @Test
    void the_server_behind_another_is_looked_up_by_its_own_name() throws IOException {
        known = new KnownHostsFile(folder.resolve("known_hosts")).with(line(jump.orElseThrow(), "host_ed25519"));
        var settings = settings("lab", targetBlock("lab", "  ProxyJump gate") + jumpBlock("gate"));
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> connect(settings))
                .withMessageContaining("127.0.0.1:" + target.orElseThrow().port())
                .withMessageContaining("not known");
    }

    @Test
    void a_host_key_alias_is_what_the_key_is_looked_up_by() throws IOException {
        known = new KnownHostsFile(folder.resolve("known_hosts"))
                .with("gpu-cluster "
                        + Files.readString(target.orElseThrow().folder().resolve("host_ed25519.pub")));
        var settings = settings("lab", targetBlock("lab", "  HostKeyAlias gpu-cluster"));
        assertThatNoException().isThrownBy(() -> connect(settings));
    }

    @Test
    void included_files_are_read_and_sections_of_match_passed_over() throws IOException {
        Files.writeString(folder.resolve("lab.conf"), targetBlock("lab", ""));
        var settings = settings("lab", """
                Include *.conf
                Match host lab exec "false"
                  Port 1
                  ProxyJump nowhere.invalid
                Match all
                  ServerAliveInterval 5
                """);
        assertThatNoException().isThrownBy(() -> connect(settings));
    }

    @Test
    void what_follows_an_include_belongs_to_the_section_that_it_stands_in() throws IOException {
        Files.writeString(folder.resolve("other.conf"), "Host elsewhere\n  User nobody\n");
        var settings = settings("lab", targetBlock("lab", "  Include other.conf\n  HostKeyAlias gpu-cluster"));
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> connect(settings))
                .withMessageContaining("gpu-cluster");
    }

    @Test
    void who_is_not_let_in_is_told_of_the_sections_of_match_that_count_for_nothing() throws IOException {
        OpenSshServer.generate(folder.resolve("unknown"), "ed25519", "");
        String block = targetBlock("lab", "")
                .replace(target.orElseThrow().folder().resolve("id_ed25519").toString(), folder + "/unknown");
        var settings = settings("lab", block + "Match host lab user robot\n  IdentityFile ~/.ssh/robot\n");
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> connect(settings))
                .withMessageContaining("passed over")
                .withMessageContaining("line 7 (Match host lab user robot)");
    }

    @Test
    void the_name_of_a_key_s_file_may_have_tokens() throws IOException {
        Path key = target.orElseThrow().folder().resolve("id_ed25519");
        int port = target.orElseThrow().port();
        Files.copy(key, folder.resolve("my key-%-127.0.0.1-" + port + "-" + System.getProperty("user.name")));
        var settings = settings(
                "lab", targetBlock("lab", "").replace(key.toString(), "\"" + folder + "/my key-%%-%h-%p-%r\""));
        assertThatNoException().isThrownBy(() -> connect(settings));
    }

    @Test
    void a_token_that_is_not_known_is_told() throws IOException {
        String key = target.orElseThrow().folder().resolve("id_ed25519").toString();
        var settings = settings("lab", targetBlock("lab", "").replace(key, folder + "/key-%C"));
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> connect(settings))
                .withMessageContaining("of lab is not understood")
                .withMessageContaining("key-%C")
                .withMessageContaining("%d, %h, %l, %p, %r, %u and %% are known");
    }

    @Test
    void the_agent_that_the_configuration_names_is_asked() throws Exception {
        Path own = Files.createDirectory(folder.resolve("socket of lab"));
        Path key = target.orElseThrow().folder().resolve("id_ed25519");
        try (var agent = Agent.start(own).with(key)) {
            String block = targetBlock("lab", "  IdentityAgent \"" + agent.socket() + "\"")
                    .replace("IdentityFile " + key, "IdentityFile " + folder + "/no-such-key");
            var settings = settings("lab", block);
            settings.remove("agent");
            assertThatNoException().isThrownBy(() -> connect(settings));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void the_agent_s_other_keys_are_offered_unless_identities_are_the_only_ones(String only) throws Exception {
        Path key = target.orElseThrow().folder().resolve("id_ed25519");
        OpenSshServer.generate(folder.resolve("named"), "ed25519", "");
        try (var agent = Agent.start(folder).with(key)) {
            String block = targetBlock("lab", "  IdentitiesOnly " + only)
                    .replace("IdentityFile " + key, "IdentityFile " + folder + "/named");
            var settings = settings("lab", block);
            settings.put("agent", agent.socket());
            if (only.equals("no")) {
                assertThatNoException().isThrownBy(() -> connect(settings));
            } else {
                assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> connect(settings));
            }
        }
    }

    @Test
    void a_configuration_that_is_not_there_is_told() throws IOException {
        var settings = settings("lab", "");
        settings.put("sshConfig", "/no/such/config");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> connect(settings))
                .withMessageContaining("there is no SSH configuration /no/such/config");
    }

    @Test
    void a_jump_that_names_no_machine_is_a_problem_of_the_configuration() {
        var settings = new MapSettings(Map.of("host", "lab", "root", "/data", "proxyJump", "a b,c"));
        SftpConfig.read(settings);
        assertThat(settings.problems())
                .singleElement()
                .asString()
                .contains("proxyJump")
                .contains("a b");
    }
}
