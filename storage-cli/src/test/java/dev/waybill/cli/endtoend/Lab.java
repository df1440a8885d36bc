package dev.waybill.cli.endtoend;

import dev.waybill.testkit.ssh.Sshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The remote `lab`: a folder behind OpenSSH's server, whose key is known.
final class Lab {
    private Lab() {}

    /// A configuration that knows it as its remote, with `root` and `known_hosts` in `folder`, which are made.
    ///
    /// @param port where the server is reached
    /// @param settings more lines of the remote
    static String configuration(Sshd sshd, int port, Path folder, List<String> settings) throws IOException {
        Files.writeString(folder.resolve("known_hosts"), sshd.knownAt(port));
        return untrusted(sshd, port, folder, settings);
    }

    /// The same without a file of known hosts.
    static String untrusted(Sshd sshd, int port, Path folder, List<String> settings) throws IOException {
        Path root = Files.createDirectories(folder.resolve("root"));
        return """
                remote: lab
                remotes:
                  lab:
                    provider: sftp
                    host: 127.0.0.1
                    port: %d
                    root: "%s"
                    identityFile: "%s"
                    auth: key
                    knownHosts: "%s"
                    sshConfig: none
                """.formatted(port, root, sshd.identity(), folder.resolve("known_hosts"))
                + settings.stream().map(line -> "    " + line + "\n").collect(Collectors.joining());
    }
}
