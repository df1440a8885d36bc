package dev.waybill.cli.training;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/// An SSH server in this process that lets one user in by a key, for commands to be trained on.
final class SftpTrainingServer implements AutoCloseable {
    private static final String KIND = KeyPairProvider.SSH_ED25519;
    private static final int BITS = 256;

    private final SshServer server;
    private final Path folder;

    private SftpTrainingServer(SshServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /// Starts one.
    ///
    /// @param folder where the user's key lies, and the file of known hosts
    static SftpTrainingServer start(Path folder) throws IOException, GeneralSecurityException {
        KeyPair host = KeyUtils.generateKeyPair(KIND, BITS);
        KeyPair user = KeyUtils.generateKeyPair(KIND, BITS);
        var server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
        server.setPublickeyAuthenticator((name, key, session) -> KeyUtils.compareKeys(key, user.getPublic()));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.addSessionListener(new OldAndNew());
        server.start();
        // OpenSSH's client takes no key that others may read.
        Path key = Files.createFile(
                folder.resolve("key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(key)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(user, "", null, out);
        }
        Files.writeString(
                folder.resolve("known_hosts"),
                "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(host.getPublic()) + "\n");
        return new SftpTrainingServer(server, folder);
    }

    /// Has the server agree on keys in turns as those before OpenSSH 9.9 do, without ML-KEM, and as later ones.
    private static final class OldAndNew implements SessionListener {
        private final AtomicInteger sessions = new AtomicInteger();

        @Override
        public void sessionNegotiationOptionsCreated(Session session, Map<KexProposalOption, String> proposal) {
            if (sessions.getAndIncrement() % 2 == 1) {
                proposal.computeIfPresent(
                        KexProposalOption.ALGORITHMS,
                        (option, names) -> Stream.of(names.split(","))
                                .filter(name -> !name.startsWith("mlkem"))
                                .collect(Collectors.joining(",")));
            }
        }
    }

    /// The settings of a remote on it, a line each, as in a configuration.
    String settings() {
        return """
                host: 127.0.0.1
                port: %d
                user: training
                root: "%s"
                auth: key
                identityFile: "%s"
                knownHosts: "%s"
                sshConfig: none
                createRoot: yes
                """.formatted(
                server.getPort(), folder.resolve("by-ssh"), folder.resolve("key"), folder.resolve("known_hosts"));
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
