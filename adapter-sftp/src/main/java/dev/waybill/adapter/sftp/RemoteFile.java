package dev.waybill.adapter.sftp;

import dev.waybill.port.ContentHasher;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// A file that is open on the server, for writing. One thread at a time.
///
/// Writes go out without waiting for the answers of those before, up to a bound.
final class RemoteFile implements Closeable {
    private static final byte[] NOTHING = {};

    private final Call call;
    private final byte[] handle;
    private final Deque<Sent> underWay = new ArrayDeque<>();
    private boolean closed;

    /// @param packet the bytes that were sent, to be used again when they are answered
    private record Sent(
            Pending answer,
            @SuppressWarnings("ArrayRecordComponent") byte[] packet) {}

    private RemoteFile(Call call, byte[] handle) {
        this.call = call;
        this.handle = handle;
    }

    /// Opens the file at `path` on the server.
    static RemoteFile open(Call call, String path, int flags) throws IOException {
        return of(call, call.ask(Request.open(path, flags)));
    }

    /// The file that the server says it opened.
    static RemoteFile of(Call call, Reply answer) throws IOException {
        return new RemoteFile(call, answer.handle());
    }

    byte[] handle() {
        return handle;
    }

    /// Writes the bytes of a source from `position` on, and gives them to the hashers.
    ///
    /// @return how many they are
    long write(SourceStream source, long position, List<ContentHasher> hashers) throws IOException {
        int head = Request.headOfWrite(handle);
        int most = source.roomNeeded(call.channel().writeBytes());
        long written = 0;
        while (true) {
            // They are read to where they are sent from.
            byte[] packet = room(head + most);
            int count = source.fill(packet, head, most);
            if (count == 0) {
                return written;
            }
            for (var hasher : hashers) {
                hasher.update(packet, head, count);
            }
            send(packet, count, position + written);
            written += count;
        }
    }

    /// Writes the first `count` of `bytes` at `position`.
    void write(byte[] bytes, int count, long position) throws IOException {
        int head = Request.headOfWrite(handle);
        byte[] packet = room(head + count);
        System.arraycopy(bytes, 0, packet, head, count);
        send(packet, count, position);
    }

    private void send(byte[] packet, int count, long position) {
        underWay.add(new Sent(call.send(Request.write(handle, position, packet, count)), packet));
    }

    /// Room for a packet, that of one that was answered if it has this length; waits until another may be under way.
    private byte[] room(int length) throws IOException {
        byte[] room = NOTHING;
        while (!underWay.isEmpty() && (underWay.size() + 1L) * length > call.bytesUnderWay()) {
            room = await(underWay.remove());
        }
        return room.length == length ? room : new byte[length];
    }

    private static byte[] await(Sent sent) throws IOException {
        sent.answer.await().done();
        return sent.packet;
    }

    /// Sends another change, whose success is waited for with that of the writes.
    void change(Request request) {
        underWay.add(new Sent(call.send(request), NOTHING));
    }

    /// Waits until the server has carried out all that was sent.
    void settle() throws IOException {
        while (!underWay.isEmpty()) {
            var unused = await(underWay.remove());
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
            underWay.clear();
            call.send(Request.close(handle)).settle();
        }
    }
}
