package dev.waybill.adapter.sftp;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// The handles of one channel that the server has given and not taken back. Any thread may use it.
///
/// A server that gives one handle to two open files reads and writes the wrong one from then on: Apache MINA SSHD
/// 2.20 does so after an open that failed. Only who compares handles can tell.
final class OpenHandles {
    private final Set<ByteBuffer> open = ConcurrentHashMap.newKeySet();
    private final Map<Integer, ByteBuffer> closing = new ConcurrentHashMap<>();

    /// A request of this number is about to be sent, to close what has this handle.
    void closing(int number, byte[] handle) {
        closing.put(number, ByteBuffer.wrap(handle.clone()));
    }

    /// How many there are, less those that the server was asked to take back: it does so before what is asked later.
    int count() {
        return Math.max(0, open.size() - closing.size());
    }

    /// Sees an answer, in the order in which they come.
    ///
    /// @param body what follows its number; it is left as it is
    /// @return false if it gives a handle that something else still has
    boolean see(int number, int type, Buffer body) {
        var closed = closing.remove(number);
        if (closed != null) {
            open.remove(closed);
        }
        if (type != Fxp.HANDLE) {
            return true;
        }
        try {
            byte[] handle = new ByteArrayBuffer(body.array(), body.rpos(), body.available()).getBytes();
            return open.add(ByteBuffer.wrap(handle));
        } catch (BufferException malformed) {
            // Who asked is told.
            return true;
        }
    }
}
