package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.common.util.buffer.Buffer;

/// A conversation over the pipes of the user's own program for SSH, which is ended with it.
///
/// One thread reads and one writes, so that neither the server nor who sends ever waits for the other.
final class ProgramWire implements Wire {
    private static final int PIECE_BYTES = 64 * 1024;

    /// How often it is seen after a program that may have ended though something it has left behind holds its pipe.
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ProgramDialer dialer;
    private final SshProcess process;
    private final PacketPipe pipe = new PacketPipe();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean heard;
    private volatile boolean closed;
    private volatile Optional<IOException> failure = Optional.empty();

    /// @param process what was started by the dialer, which is told when it has ended
    ProgramWire(ProgramDialer dialer, SshProcess process) {
        this.dialer = dialer;
        this.process = process;
    }

    @Override
    public void open(OutputStream received, Listener listener) {
        var reader = SshThreads.start("out", () -> read(received, listener));
        SshThreads.start("in", () -> write(listener, reader));
    }

    private void read(OutputStream received, Listener listener) {
        var piece = new byte[PIECE_BYTES];
        try {
            var out = process.out();
            for (int count = out.read(piece); count >= 0; count = out.read(piece)) {
                heard = true;
                listener.alive();
                received.write(piece, 0, count);
            }
        } catch (IOException | RuntimeException e) {
            listener.ended(new IOException(e.getMessage(), e));
        }
        end(listener);
    }

    /// Writes to the end, and then sees to the end of the program.
    private void write(Listener listener, Thread reader) {
        try (var in = process.in()) {
            boolean gone = false;
            for (var written = pipe.write(in, LOOK); written.isPresent(); written = pipe.write(in, LOOK)) {
                if (written.get()) {
                    listener.alive();
                } else if (gone) {
                    end(listener);
                } else {
                    gone = !process.isAlive();
                }
            }
        } catch (IOException e) {
            // Nobody reads there any more. The reader hears why, unless its pipe is held by what was left behind.
            pipe.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.bury();
        dialer.ended(process);
        if (!isOver(reader)) {
            end(listener);
        }
    }

    private static boolean isOver(Thread reader) {
        try {
            return reader.join(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Tells why it has ended, once, and unless it was to.
    private void end(Listener listener) {
        if (!over.compareAndSet(false, true) || closed) {
            return;
        }
        pipe.close();
        process.bury();
        var reason = dialer.failure(process);
        if (!heard) {
            failure = Optional.of(reason);
        }
        listener.ended(new IOException("the connection ended: " + reason.getMessage(), reason));
    }

    /// Why it came to nothing, if the server has not said a word.
    Optional<IOException> failure() {
        return failure;
    }

    @Override
    public void send(Buffer packet) throws IOException {
        pipe.send(packet);
    }

    @Override
    public boolean isOpen() {
        return !over.get() && process.isAlive();
    }

    @Override
    public void cut() {
        process.kill();
    }

    @Override
    public void close() {
        closed = true;
        pipe.close();
        if (!heard) {
            // It reads nothing before it has connected.
            process.ask();
        }
    }
}
