package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// OpenSSH's agent, for one test.
final class Agent implements AutoCloseable {
    private final Process process;
    private final Path socket;

    private Agent(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    static Agent start(Path folder) throws IOException {
        Path socket = folder.resolve("agent");
        var process = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!isListening(socket) && process.isAlive() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return new Agent(process, socket);
    }

    /// Its socket is there a moment before it listens.
    private static boolean isListening(Path socket) {
        try (var connection = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return connection.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /// Gives it a key that has no passphrase.
    Agent with(Path key) throws Exception {
        var builder = new ProcessBuilder("ssh-add", "-q", key.toString()).redirectErrorStream(true);
        builder.environment().put("SSH_AUTH_SOCK", socket.toString());
        var adding = builder.start();
        String said = new String(adding.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (adding.waitFor() != 0) {
            throw new IOException("ssh-add failed: " + said);
        }
        return this;
    }

    String socket() {
        return socket.toString();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
