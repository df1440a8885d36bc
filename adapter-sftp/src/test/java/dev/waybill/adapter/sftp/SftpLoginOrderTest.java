package dev.waybill.adapter.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.AccessDenied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In which order a server is offered what a user has, told by a server that writes down what it is offered.
final class SftpLoginOrderTest {
    private final List<String> offered = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private Optional<MinaServer> server = Optional.empty();
    private boolean passwordIsRight = true;

    @BeforeEach
    void start_a_server() throws IOException {
        OpenSshServer.assumeInstalled();
        Files.createDirectory(folder.resolve("root"));
        OpenSshServer.generate(folder.resolve("file"), "ed25519", "");
        OpenSshServer.generate(folder.resolve("agent-key"), "ecdsa", "");
        var mina = MinaServer.start(folder);
        mina.server().setPublickeyAuthenticator((user, key, session) -> {
            note(nameOf(key));
            return false;
        });
        mina.server().setPasswordAuthenticator((user, password, session) -> {
            note("password");
            return passwordIsRight && password.equals(MinaServer.PASSWORD);
        });
        server = Optional.of(mina);
    }

    @AfterEach
    void stop_the_server() {
        server.ifPresent(MinaServer::close);
    }

    private void note(String what) {
        if (offered.isEmpty() || !offered.getLast().equals(what)) {
            offered.add(what);
        }
    }

    private String nameOf(PublicKey key) {
        for (String name : List.of("file", "agent-key")) {
            try {
                var known = AuthorizedKeyEntry.parseAuthorizedKeyEntry(
                                Files.readString(folder.resolve(name + ".pub")).strip())
                        .resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.FAILING);
                if (KeyUtils.compareKeys(known, key)) {
                    return name;
                }
            } catch (Exception e) {
                return e.toString();
            }
        }
        return "a key of nobody";
    }

    private void connect(String auth, String agent) {
        var more = Map.of("auth", auth, "identityFile", folder.resolve("file").toString(), "agent", agent);
        try (var store = server.orElseThrow().open(folder.resolve("root"), more)) {
            assertThat(store.stat(ObjectKey.of("nothing"))).isEmpty();
        }
    }

    @Test
    void the_key_comes_first_then_the_agent_then_the_password() throws Exception {
        try (var agent = Agent.start(folder).with(folder.resolve("agent-key")).with(folder.resolve("file"))) {
            connect("any", agent.socket());
        }
        assertThat(offered).containsExactly("file", "agent-key", "password");
    }

    @Test
    void a_key_alone_offers_neither_agent_nor_password() throws Exception {
        try (var agent = Agent.start(folder).with(folder.resolve("agent-key"))) {
            assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> connect("key", agent.socket()));
        }
        assertThat(offered).containsExactly("file");
    }

    @Test
    void the_agent_alone_offers_no_file_and_no_password() throws Exception {
        try (var agent = Agent.start(folder).with(folder.resolve("agent-key"))) {
            assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> connect("agent", agent.socket()));
        }
        assertThat(offered).containsExactly("agent-key");
    }

    @Test
    void an_agent_that_is_gone_is_passed_over_where_a_password_is_left() {
        assertThatNoException().isThrownBy(() -> connect("any", "/no/such/agent"));
        assertThat(offered).containsExactly("file", "password");
    }

    @Test
    void a_wrong_password_is_told_without_it() {
        passwordIsRight = false;
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(() -> connect("password", "none"))
                .withMessageContaining("tried the password")
                .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain(MinaServer.PASSWORD));
    }
}
