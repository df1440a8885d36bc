package dev.waybill.adapter.sftp;

import dev.waybill.port.ContentHasher;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A file that is open on the server, for writing. One thread at a time.
///
/// Writes go out without waiting for the answers of those before, up to a bound.
final class RemoteFile implements Closeable {
    private static final int MAX_BYTES_UNDER_WAY = 4 << 20;

    private final Call call;
    private final byte[] handle;
    private final Deque<Pending> underWay = new ArrayDeque<>();
    private boolean closed;

    private RemoteFile(Call call, byte[] handle) {
        this.call = call;
        this.handle = handle;
    }

    /// Opens the file at `path` on the server.
    static RemoteFile open(Call call, String path, int flags) throws IOException {
        return new RemoteFile(call, call.ask(Request.open(path, flags)).handle());
    }

    byte[] handle() {
        return handle;
    }

    /// Writes the bytes of a source from `position` on, and gives them to the hashers.
    ///
    /// @return how many they are
    long write(SourceStream source, long position, List<ContentHasher> hashers) throws IOException {
        var chunk = new byte[call.channel().writeBytes()];
        long written = 0;
        for (int count; (count = source.fill(chunk)) > 0; written += count) {
            for (var hasher : hashers) {
                hasher.update(chunk, 0, count);
            }
            write(chunk, count, position + written);
        }
        return written;
    }

    /// Writes the first `count` of `bytes` at `position`.
    void write(byte[] bytes, int count, long position) throws IOException {
        if (underWay.size() >= MAX_BYTES_UNDER_WAY / call.channel().writeBytes()) {
            underWay.remove().await().done();
        }
        underWay.add(call.send(Request.write(handle, position, bytes, count)));
    }

    /// Sends another change, whose success is waited for with that of the writes.
    void change(Request request) {
        underWay.add(call.send(request));
    }

    /// Waits until the server has carried out all that was sent.
    void settle() throws IOException {
        while (!underWay.isEmpty()) {
            underWay.remove().await().done();
        }
    }

    /// Ends the file: its time is set, its bytes reach the disk where the server can say so, and it is closed.
    ///
    /// @return what it is then
    RemoteFacts finish(Optional<Instant> modified) throws IOException {
        modified.ifPresent(time -> change(Request.setModified(handle, time)));
        var facts = call.send(Request.fstat(handle));
        sync();
        change(Request.close(handle));
        closed = true;
        settle();
        return facts.await().facts();
    }

    /// Has the server's disk keep the bytes, where the server can say so; waited for with the writes.
    void sync() {
        if (call.config().fsync() && call.channel().offers(Fxp.FSYNC)) {
            change(Request.fsync(handle));
        }
    }

    /// Closes it without minding whether what was sent has been carried out.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            var answers = new ArrayList<>(underWay);
            underWay.clear();
            answers.add(call.send(Request.close(handle)));
            answers.getLast().settle();
        }
    }
}
