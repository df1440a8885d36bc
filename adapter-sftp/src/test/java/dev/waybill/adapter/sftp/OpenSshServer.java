package dev.waybill.adapter.sftp;

import dev.waybill.testkit.ssh.Sshd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// OpenSSH's own server, where it is installed, and how this adapter reaches it.
///
/// @param sshd the server
/// @param more what is configured beyond what any client needs
record OpenSshServer(Sshd sshd, Map<String, String> more) implements SftpServer {
    static final String PASSPHRASE = Sshd.PASSPHRASE;

    /// Skips the test that asks, by name, where OpenSSH's server is not installed.
    static void assumeInstalled() {
        Sshd.assumeInstalled();
    }

    /// Starts a server whose files lie in `folder`.
    ///
    /// @param more lines of its configuration, which go before those that it has anyway
    static OpenSshServer start(Path folder, String... more) throws IOException {
        return new OpenSshServer(Sshd.start(folder, more), Map.of());
    }

    /// Starts a server again whose files are there already.
    static OpenSshServer restart(Path folder, int port) throws IOException {
        return new OpenSshServer(Sshd.restart(folder, port), Map.of());
    }

    /// Makes a key with OpenSSH's own program.
    static void generate(Path file, String kind, String passphrase) throws IOException {
        Sshd.generate(file, kind, passphrase);
    }

    /// The same, reached by OpenSSH's own client.
    OpenSshServer byProgram() {
        return new OpenSshServer(sshd, Map.of("sshProgram", "ssh"));
    }

    Path folder() {
        return sshd.folder();
    }

    @Override
    public int port() {
        return sshd.port();
    }

    @Override
    public Map<String, String> settings(int port, Path root) {
        try {
            Path knownHosts = folder().resolve("known_hosts_" + port);
            Files.writeString(knownHosts, sshd.knownAt(port));
            var settings = new HashMap<>(Map.of(
                    "host", "127.0.0.1",
                    "port", Integer.toString(port),
                    "user", System.getProperty("user.name"),
                    "root", root.toString(),
                    "auth", "key",
                    "identityFile", sshd.identity().toString(),
                    "sshConfig", "none",
                    "knownHosts", knownHosts.toString()));
            settings.putAll(more);
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends the server and the sessions that it serves, at once.
    void kill() {
        sshd.kill();
    }

    @Override
    public void close() {
        sshd.close();
    }
}
