package dev.waybill.cli.endtoend.store;

import dev.waybill.testkit.ssh.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A folder behind OpenSSH's server.
final class SftpRemote extends ProxiedRemote {
    private final Sshd server;
    private final Path root;
    private final Path knownHosts;

    SftpRemote(Path project) throws IOException {
        this(project, Sshd.start(Files.createDirectories(project.resolve("sshd"))));
    }

    private SftpRemote(Path project, Sshd server) throws IOException {
        super(server.port(), 12 << 20, List.of());
        this.server = server;
        root = Files.createDirectories(project.resolve("remote"));
        knownHosts = Files.writeString(project.resolve("known_hosts"), server.knownAt(port()));
    }

    @Override
    public String settings() {
        return """
                      provider: sftp
                      host: 127.0.0.1
                      port: %d
                      root: "%s"
                      auth: key
                      identityFile: "%s"
                      knownHosts: "%s"
                      sshConfig: none
                      remoteCommands: yes
                """.formatted(port(), root, server.identity(), knownHosts);
    }

    @Override
    public long partBytes() {
        return 1 << 20;
    }

    @Override
    public Optional<Path> folder() {
        return Optional.of(root);
    }

    @Override
    void stop() {
        server.close();
    }
}
