package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Reaches the server by the user's own program for SSH, which is run for each conversation and each command. No class
/// of an SSH library's client is loaded for that.
final class ProgramDialer implements Dialer {
    /// A conversation costs a login, and one of OpenSSH's server has room for what many calls ask at once.
    private static final int CALLS_BEFORE_MORE = 8;

    private final SshArguments arguments;
    private final SshFailures failures;
    private final Duration greeting;
    private final Set<SshProcess> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// @param program its name or path
    ProgramDialer(SftpConfig config, String program) {
        arguments = new SshArguments(config, program);
        failures = new SshFailures(config, program);
        greeting = config.connection().connectTimeout().multipliedBy(2);
    }

    @Override
    public Line connect() {
        return new ProgramLine(this);
    }

    @Override
    public int callsBeforeMore() {
        return CALLS_BEFORE_MORE;
    }

    /// How long it may take to connect, log in, and bring the server's first words.
    Duration greeting() {
        return greeting;
    }

    boolean isOpen() {
        return !closed;
    }

    SshProcess startSubsystem() throws IOException {
        return start(arguments.ofSubsystem("sftp"));
    }

    SshProcess startCommand(String command) throws IOException {
        return start(arguments.ofCommand(command));
    }

    private SshProcess start(List<String> command) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted before " + command.getFirst() + " was started");
        }
        var process = SshProcess.start(command);
        running.add(process);
        if (closed) {
            process.kill();
        }
        return process;
    }

    /// It need not be ended any more.
    void ended(SshProcess process) {
        running.remove(process);
    }

    /// Why one that has ended did.
    IOException failure(SshProcess process) {
        return failures.of(process.status(), process.words());
    }

    /// What is told where one was given up.
    ConnectionLost unreached(String why, @Nullable Throwable cause) {
        return failures.unreached(why, cause);
    }

    @Override
    public void close() {
        closed = true;
        running.forEach(SshProcess::bury);
    }
}
