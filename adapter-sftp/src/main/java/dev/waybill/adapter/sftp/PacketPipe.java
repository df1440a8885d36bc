package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.sshd.common.util.buffer.Buffer;

/// Packets on their way into a pipe, in the order in which they come. Any thread may send, and is not held up; one
/// thread writes.
///
/// Packets that come while others are being written are written together: what a small one costs is mostly the call
/// of the system.
final class PacketPipe {
    private static final int MOST_BYTES = 64 * 1024;

    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private final byte[] together = new byte[MOST_BYTES];
    private boolean idle;
    private boolean closed;

    /// @throws IOException if it is closed
    void send(Buffer packet) throws IOException {
        synchronized (waiting) {
            if (closed) {
                throw new IOException("the connection has ended");
            }
            waiting.add(packet);
            if (idle) {
                waiting.notifyAll();
            }
        }
    }

    /// Nothing more is written.
    void close() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
            waiting.notifyAll();
        }
    }

    private void awaitPacket(Duration patience) throws InterruptedException {
        synchronized (waiting) {
            if (!waiting.isEmpty() || closed) {
                return;
            }
            idle = true;
            waiting.wait(patience.toMillis());
            idle = false;
        }
        // Who woke this one is seldom alone, and the others need wake nobody now.
        SshThreads.letOthersSend();
    }

    /// Writes what there is, waiting for it if need be.
    ///
    /// @return whether it was something; empty when the pipe is closed
    Optional<Boolean> write(OutputStream out, Duration patience) throws IOException, InterruptedException {
        Buffer first;
        int joined = 0;
        awaitPacket(patience);
        synchronized (waiting) {
            if (closed) {
                return Optional.empty();
            }
            if (waiting.isEmpty()) {
                return Optional.of(false);
            }
            first = waiting.element();
            while (!waiting.isEmpty() && waiting.element().available() <= MOST_BYTES - joined) {
                var next = waiting.remove();
                System.arraycopy(next.array(), next.rpos(), together, joined, next.available());
                joined += next.available();
            }
            if (joined == 0) {
                waiting.remove();
            }
        }
        if (joined == 0) {
            out.write(first.array(), first.rpos(), first.available());
        } else {
            out.write(together, 0, joined);
        }
        out.flush();
        return Optional.of(true);
    }
}
