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
/// Packets that come while others are on their way out go together, in one packet of SSH: to encrypt, send, receive and
/// decrypt one takes most of what a small request costs, on both sides.
final class SendQueue {
    private static final int TOGETHER_BYTES = 32 * 1024;

    private final IoOutputStream out;
    private final Consumer<Throwable> broken;
    private final Deque<Buffer> waiting = new ArrayDeque<>();
    private boolean sending;

    /// @param broken told, once, that nothing more can be sent
    SendQueue(IoOutputStream out, Consumer<Throwable> broken) {
        this.out = out;
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

    private @Nullable Buffer next() {
        synchronized (waiting) {
            var first = waiting.poll();
            if (first == null) {
                sending = false;
                return null;
            }
            if (waiting.isEmpty() || first.available() >= TOGETHER_BYTES) {
                return first;
            }
            var together = new ByteArrayBuffer(TOGETHER_BYTES, false);
            together.putBuffer(first);
            for (var more = waiting.peek();
                    more != null && together.available() + more.available() <= TOGETHER_BYTES;
                    more = waiting.peek()) {
                together.putBuffer(waiting.remove());
            }
            return together;
        }
    }
}
