package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.config.hosts.KnownHostHashValue;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/// Apache MINA SSHD in this process, with the whole file system behind it.
final class MinaServer implements SftpServer {
    static final String PASSWORD = "correct horse";

    /// Of another length than the usual four bytes, handles are drawn by lot and compared with those that are open.
    private static final int SOUND_HANDLE_BYTES = 8;

    private final SshServer server;
    private final Path knownHosts;

    private MinaServer(SshServer server, Path knownHosts) {
        this.server = server;
        this.knownHosts = knownHosts;
    }

    /// Starts a server.
    ///
    /// @param folder for its files
    static MinaServer start(Path folder) throws IOException {
        return start(folder, 0);
    }

    /// Starts a server on a port, or any that is free.
    static MinaServer start(Path folder, int port) throws IOException {
        var server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(port);
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(folder.resolve("host-key-" + System.nanoTime())));
        server.setPasswordAuthenticator((user, password, session) -> password.equals(PASSWORD));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        // As the other server of the tests: what withstands quantum computers is reckoned for long, once a connection.
        server.setKeyExchangeFactories(server.getKeyExchangeFactories().stream()
                .filter(exchange -> exchange.getName().startsWith("curve25519"))
                .toList());
        followLinks(server, false);
        SftpModuleProperties.FILE_HANDLE_SIZE.set(server, SOUND_HANDLE_BYTES);
        server.start();
        return new MinaServer(server, folder.resolve("known-hosts-" + server.getPort()));
    }

    @Override
    public int port() {
        return server.getPort();
    }

    /// Has it give handles in new channels as it does by itself: after an open that failed, one to two open files.
    void giveHandlesTwice() {
        SftpModuleProperties.FILE_HANDLE_SIZE.set(server, Integer.BYTES);
    }

    /// Has it tell links as what they lead to, or, as at first and as sftp-server does, as links; then it looks at
    /// each folder of a path again with each request.
    void followLinks(boolean on) {
        followLinks(server, on);
    }

    private static void followLinks(SshServer server, boolean on) {
        SftpModuleProperties.AUTO_FOLLOW_LINKS.set(server, on);
    }

    SshServer server() {
        return server;
    }

    @Override
    public Map<String, String> settings(int port, Path root) {
        return Map.of(
                "host",
                "127.0.0.1",
                "port",
                Integer.toString(port),
                "user",
                "tester",
                "root",
                root.toString(),
                "auth",
                "password",
                "password",
                PASSWORD,
                "sshConfig",
                "none",
                "knownHosts",
                knownHosts(port).toString());
    }

    private synchronized Path knownHosts(int port) {
        try {
            var key =
                    server.getKeyPairProvider().loadKeys(null).iterator().next().getPublic();
            Files.writeString(
                    knownHosts,
                    KnownHostHashValue.createHostPattern("127.0.0.1", port) + " " + PublicKeyEntry.toString(key));
            return knownHosts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    KeyPairProvider keys() {
        return server.getKeyPairProvider();
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
