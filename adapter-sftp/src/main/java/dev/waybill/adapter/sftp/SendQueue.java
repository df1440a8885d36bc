package dev.waybill.adapter.sftp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.apache.sshd.common.io.IoOutputStream;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/// Sends packets in the order in which they come, without waiting. Any thread may use it.
///
/// Packets that come while others are on their way out go together, in one packet of SSH: to encrypt, send, receive
/// and decrypt one takes most of what a small request costs, on both sides.
final class SendQueue {
    private static final int MOST_BYTES = 32 * 1024;

    private final IoOutputStream out;
    private final int packetBytes;
    private final Consumer<Throwable> broken;
    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private boolean sending;

    /// @param packetBytes how many bytes the server takes in one packet of SSH
    /// @param broken told, once, that nothing more can be sent
    SendQueue(IoOutputStream out, long packetBytes, Consumer<Throwable> broken) {
        this.out = out;
        this.packetBytes = Math.clamp(packetBytes, 1, MOST_BYTES);
        this.broken = broken;
    }

    void send(Buffer packet) {
        synchronized (waiting) {
            waiting.add(packet);
            if (sending) {
                return;
            }
            sending = true;
        }
        SshThreads.letOthersSend();
        goOn();
    }

    /// Sends until something must be waited for, or nothing is left; one thread at a time.
    private void goOn() {
        for (var next = next(); next != null; next = next()) {
            try {
                IoWriteFuture sent = out.writeBuffer(next);
                if (!sent.isDone()) {
                    sent.addListener(this::sent);
                    return;
                }
                if (!isSent(sent)) {
                    return;
                }
            } catch (IOException | RuntimeException e) {
                broken.accept(e);
                return;
            }
        }
    }

    private void sent(IoWriteFuture future) {
        if (isSent(future)) {
            goOn();
        }
    }

    private boolean isSent(IoWriteFuture future) {
        if (future.isWritten()) {
            return true;
        }
        Throwable reason = future.getException();
        broken.accept(reason == null ? new IOException("it was not sent") : reason);
        return false;
    }

    /// What goes into the next packet. Of a longer request that is a piece, as a view: given more than fits,
    /// the library would copy what is left of it.
    private @Nullable Buffer next() {
        synchronized (waiting) {
            var first = waiting.peek();
            if (first == null) {
                sending = false;
                return null;
            }
            if (first.available() > packetBytes) {
                return piece(first, packetBytes);
            }
            waiting.remove();
            if (waiting.isEmpty() || first.available() == packetBytes) {
                return first;
            }
            return together(first);
        }
    }

    private static Buffer piece(Buffer of, int bytes) {
        var piece = new ByteArrayBuffer(of.array(), of.rpos(), bytes);
        of.rpos(of.rpos() + bytes);
        return piece;
    }

    private Buffer together(Buffer first) {
        int bytes = first.available();
        for (var more = waiting.iterator(); bytes < packetBytes && more.hasNext(); ) {
            bytes += more.next().available();
        }
        int most = Math.min(bytes, packetBytes);
        var together = new ByteArrayBuffer(most, false);
        together.putBuffer(first);
        while (together.available() < most) {
            var more = waiting.element();
            int room = most - together.available();
            if (more.available() > room) {
                together.putBuffer(piece(more, room));
            } else {
                together.putBuffer(waiting.remove());
            }
        }
        return together;
    }
}
