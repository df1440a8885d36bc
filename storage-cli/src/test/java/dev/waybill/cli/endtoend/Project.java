package dev.waybill.cli.endtoend;

import dev.waybill.cli.CommandRun;
import dev.waybill.testkit.s3.S3Credentials;
import dev.waybill.testkit.s3.S3WireServer;
import dev.waybill.testkit.ssh.Sshd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A folder as a user has it: `storage` with files, perhaps a `waybill.yaml`, perhaps an S3 endpoint that runs.
final class Project implements AutoCloseable {
    /// What no output, log or file of state may ever hold.
    static final String SECRET = "hunter2-must-stay-hidden";

    private final Path root;
    private final S3WireServer server = S3WireServer.start(Clock.systemUTC());
    private boolean away;

    Project(Path root) {
        this.root = root;
        server.allow(S3Credentials.of("someone", SECRET));
        server.createBucket("bucket");
    }

    Path path(String name) {
        return root.resolve(name);
    }

    S3WireServer server() {
        return server;
    }

    /// Writes a file below the project, folders and all.
    Project file(String name, String text) {
        try {
            Path file = path(name);
            Files.createDirectories(file.getParent() == null ? root : file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Configures the remote `s3`, a bucket of the server, and makes it the one that is meant.
    Project withS3() {
        return file("waybill.yaml", """
                        remote: s3
                        remotes:
                          s3:
                            provider: s3
                            endpoint: "%s"
                            profile: aws
                            pathStyle: true
                            region: us-east-1
                            bucket: bucket
                            prefix: data
                            accessKeyId: "${env:KEY}"
                            secretAccessKey: "${env:SECRET}"
                        """.formatted(server.endpoint()));
    }

    /// Configures one more remote below those that are configured.
    Project withRemote(String name, String settings) {
        try {
            Path file = path("waybill.yaml");
            Files.writeString(file, Files.readString(file) + "  " + name + ": { " + settings + " }\n");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Adds a line to `waybill.yaml`: with four blanks in front, a key of the last remote.
    Project withMore(String line) {
        try {
            Path file = path("waybill.yaml");
            Files.writeString(file, Files.readString(file) + line + "\n");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Configures the remote `lab`, the folder `root` by way of a server.
    Project withSftp(Sshd at) throws IOException {
        return withSftp(at, at.port());
    }

    /// The same, where what is between listens at a port of its own.
    Project withSftp(Sshd at, int port) throws IOException {
        Path knownHosts = Files.writeString(path("known_hosts"), at.knownAt(port));
        Path data = Files.createDirectories(path("root"));
        return file("waybill.yaml", """
                        remotes:
                          lab: { provider: sftp, host: 127.0.0.1, port: %d, root: "%s", identityFile: "%s", auth: key,
                                 knownHosts: "%s", sshConfig: none }
                        """.formatted(port, data, at.identity(), knownHosts));
    }

    /// Runs `waybill` in the project.
    CommandRun.Result run(String... arguments) {
        return command().run(arguments);
    }

    CommandRun command() {
        var command = CommandRun.in(root).with("KEY", "someone").with("SECRET", SECRET);
        return away ? command.hurried() : command;
    }

    /// The name of the last run of the folder `storage`.
    String lastRun() {
        return run("runs", "--limit", "1").out().split(" ", 2)[0];
    }

    /// The files below a folder of the project and what is in them.
    Map<String, String> tree(String folder) {
        var tree = new TreeMap<String, String>();
        Path top = path(folder);
        if (!Files.exists(top)) {
            return tree;
        }
        try (Stream<Path> paths = Files.walk(top)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                tree.put(
                        top.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How many requests of one method the server had.
    long requests(String method) {
        return server.requests().stream()
                .filter(r -> r.startsWith(method + " "))
                .count();
    }

    /// Nobody answers any more.
    void loseServer() {
        server.close();
        away = true;
    }

    @Override
    public void close() {
        server.close();
    }
}
