package dev.waybill.testkit.ssh;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// OpenSSH's own server, run by this user for this user, where it is installed.
public final class Sshd implements AutoCloseable {
    /// What opens the keys `id_ecdsa` and `id_rsa`.
    public static final String PASSPHRASE = "open sesame";

    private static final Path SSHD = Path.of("/usr/sbin/sshd");
    private static final long START_SECONDS = 20;
    private static final Map<String, KeyFiles> SHARED = new HashMap<>();

    private final Path folder;
    private final int port;
    private final Process process;

    private Sshd(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /// Whether it is installed here.
    public static boolean isInstalled() {
        return Files.isExecutable(SSHD);
    }

    /// Skips the test that asks, by name, where OpenSSH's server is not installed.
    public static void assumeInstalled() {
        assumeTrue(isInstalled(), "openssh-server is not installed: no " + SSHD);
    }

    /// Starts a server whose files lie in `folder`, with keys made for it.
    ///
    /// @param more lines of its configuration, which go before those that it has anyway
    public static Sshd start(Path folder, String... more) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        generate(folder.resolve("host_ed25519"), "ed25519", "");
        generate(folder.resolve("host_ecdsa"), "ecdsa", "");
        generate(folder.resolve("id_ed25519"), "ed25519", "");
        share(folder.resolve("id_ecdsa"), "ecdsa");
        share(folder.resolve("id_rsa"), "rsa");
        var authorized = new StringBuilder();
        for (String key : List.of("id_ed25519", "id_ecdsa", "id_rsa")) {
            authorized.append(Files.readString(folder.resolve(key + ".pub")));
        }
        Files.writeString(folder.resolve("authorized_keys"), authorized);
        Files.write(folder.resolve("more"), List.of(more));
        return restart(folder, freePort());
    }

    /// Puts a key with a passphrase there, the same for all servers of this JVM: making one takes a second.
    private static void share(Path file, String kind) throws IOException {
        synchronized (SHARED) {
            var key = SHARED.get(kind);
            if (key == null) {
                generate(file, kind, PASSPHRASE);
                SHARED.put(kind, new KeyFiles(Files.readString(file), Files.readString(publicOf(file))));
                return;
            }
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, key.secret());
            Files.writeString(publicOf(file), key.open());
        }
    }

    private static Path publicOf(Path file) {
        return Path.of(file + ".pub");
    }

    /// A key's two files.
    private record KeyFiles(String secret, String open) {}

    /// Starts a server again whose files are there already.
    public static Sshd restart(Path folder, int port) throws IOException {
        Path configuration = folder.resolve("sshd_config");
        Files.writeString(configuration, Files.readString(folder.resolve("more")) + """
                ListenAddress 127.0.0.1
                Port %d
                HostKey %2$s/host_ed25519
                HostKey %2$s/host_ecdsa
                PidFile none
                AuthorizedKeysFile %2$s/authorized_keys
                KexAlgorithms curve25519-sha256
                UsePAM no
                UseDNS no
                StrictModes no
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                AllowTcpForwarding yes
                MaxStartups 100
                LogLevel ERROR
                Subsystem sftp internal-sftp
                """.formatted(port, folder));
        Files.createDirectories(Path.of("/run/sshd"));
        var process = new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sshd.log").toFile())
                .start();
        var server = new Sshd(folder, port, process);
        server.awaitListening();
        return server;
    }

    /// Makes a key with OpenSSH's own program.
    public static void generate(Path file, String kind, String passphrase) throws IOException {
        var process = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-C", "test", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.onExit().orTimeout(30, TimeUnit.SECONDS).join().exitValue() != 0) {
            throw new IOException("ssh-keygen made no " + kind + " key");
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitListening() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
        close();
        throw new IOException("sshd did not start: " + Files.readString(folder.resolve("sshd.log")));
    }

    /// Where its files lie: `host_ed25519`, `host_ecdsa`, `id_ed25519`, `id_ecdsa`, `id_rsa`, `authorized_keys`.
    public Path folder() {
        return folder;
    }

    /// How many connections it serves now.
    public long connections() {
        return process.children().count();
    }

    /// Where it listens on 127.0.0.1.
    public int port() {
        return port;
    }

    /// What a line of a file of known hosts says of it, where it is reached at `port`.
    public String knownAt(int port) throws IOException {
        return "[127.0.0.1]:" + port + " "
                + Files.readString(folder.resolve("host_ed25519.pub")).strip();
    }

    /// The file of a private key that it lets in and that has no passphrase.
    public Path identity() {
        return folder.resolve("id_ed25519");
    }

    /// Ends the server and the sessions that it serves, at once.
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(START_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill();
    }
}
