package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The way that the user's own program for SSH knows. What is begun over it connects by itself, or shares a connection
/// that the program keeps (`ControlMaster`).
final class ProgramLine implements Line {
    private static final int PIECE_BYTES = 8192;

    /// What has ended may have left something behind that holds its pipes.
    private static final Duration TO_READ_THE_REST = Duration.ofSeconds(5);

    private final ProgramDialer dialer;

    ProgramLine(ProgramDialer dialer) {
        this.dialer = dialer;
    }

    @Override
    public boolean isOpen() {
        return dialer.isOpen();
    }

    @Override
    public SftpChannel open(Duration patience) throws IOException {
        var wire = new ProgramWire(dialer, dialer.startSubsystem());
        try {
            return SftpChannel.open(wire, dialer.greeting(), patience);
        } catch (ConnectionLost e) {
            // What was asked is only which protocol is spoken.
            throw wire.failure().orElseGet(() -> dialer.unreached(String.valueOf(e.getMessage()), e));
        }
    }

    @Override
    public Ran run(String command, byte[] input, BoundedOutput out, BoundedOutput err, Duration time)
            throws IOException {
        var process = dialer.startCommand(command);
        var begun = new CountDownLatch(1);
        out.whenFull(process::kill);
        try {
            SshThreads.start("in", () -> Line.feed(process.in(), input));
            var reader = SshThreads.start("out", () -> read(process.out(), out, begun));
            if (!begun.await(dialer.greeting().toNanos(), TimeUnit.NANOSECONDS)) {
                throw dialer.unreached("nothing came in " + dialer.greeting().toSeconds() + " seconds", null);
            }
            if (!process.await(time)) {
                return new Ran(false, Optional.empty());
            }
            boolean unused = reader.join(TO_READ_THE_REST);
            return ran(process, out, err);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a command ran on the server");
        } finally {
            process.kill();
            process.bury();
            dialer.ended(process);
        }
    }

    private Ran ran(SshProcess process, BoundedOutput out, BoundedOutput err) throws IOException {
        int status = process.status();
        if (status == SshProcess.FAILED && out.text().isEmpty()) {
            throw dialer.failure(process);
        }
        byte[] words = process.words().getBytes(StandardCharsets.UTF_8);
        err.write(words, 0, words.length);
        return new Ran(true, status > SshProcess.SIGNALLED ? Optional.empty() : Optional.of(status));
    }

    private static void read(InputStream from, BoundedOutput out, CountDownLatch begun) {
        var piece = new byte[PIECE_BYTES];
        try (from) {
            for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
                out.write(piece, 0, count);
                begun.countDown();
            }
        } catch (IOException ended) {
            return;
        } finally {
            begun.countDown();
        }
    }
}
