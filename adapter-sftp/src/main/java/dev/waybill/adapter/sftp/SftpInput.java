package dev.waybill.adapter.sftp;

import dev.waybill.port.ByteRange;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/// The bytes of one version of a file, asked for ahead: little at first, more with each answer, so that a
/// reader of the beginning costs no more than that. One thread at a time.
///
/// The last bytes are given out only after another look at the open file: if it has changed since it was
/// opened, they fail. A file that got another in its place by renaming is the old one still, and complete.
final class SftpInput extends InputStream {
    private static final int FIRST_AHEAD = 2;

    private final Call call;
    private final ObjectKey key;
    private final SftpReader.Opened file;
    private final SftpErrors errors;
    private final Lifetime lifetime;
    private final long end;
    private final Deque<Asked> underWay = new ArrayDeque<>();
    private int ahead = FIRST_AHEAD;
    private long asked;
    private long position;
    private @Nullable Pending lastLook;
    private Buffer chunk = new ByteArrayBuffer(new byte[0]);
    private boolean closed;

    private record Asked(long offset, int length, Pending answer) {}

    SftpInput(ObjectKey key, SftpReader.Opened file, ByteRange.Span span, SftpErrors errors, Lifetime lifetime) {
        this.call = file.call();
        this.key = key;
        this.file = file;
        this.errors = errors;
        this.lifetime = lifetime;
        asked = span.offset();
        position = span.offset();
        end = span.end();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (chunk.available() == 0 && position == end) {
            return -1;
        }
        try {
            lifetime.goOn(Optional.of(key));
            if (closed) {
                throw new IOException("the stream is closed");
            }
            if (chunk.available() == 0) {
                fetch();
            }
        } catch (StorageException e) {
            throw new IOException(e.getMessage(), e);
        } catch (IOException e) {
            var ours = errors.of(key, e);
            throw new IOException(ours.getMessage(), ours);
        }
        int count = Math.min(length, chunk.available());
        chunk.getRawBytes(bytes, offset, count);
        return count;
    }

    private void fetch() throws IOException {
        askAhead();
        var next = underWay.remove();
        var got = next.answer.await().bytes().orElseGet(() -> new ByteArrayBuffer(new byte[0]));
        int length = got.available();
        if (length > next.length) {
            throw new IOException("the server sent " + length + " bytes, where " + next.length + " were asked for");
        }
        if (length == 0) {
            throw errors.precondition(key, file.facts().size() + " bytes; it was cut while it was read");
        }
        if (length < next.length) {
            underWay.addFirst(request(next.offset + length, next.length - length));
            lastLook = null;
        }
        position += length;
        ahead = Math.clamp(call.bytesUnderWay() / call.channel().readBytes(), FIRST_AHEAD, ahead + 1);
        if (position == end) {
            requireUnchanged();
        }
        chunk = got;
    }

    /// Asks for what comes next, as far as may be under way.
    void askAhead() {
        while (underWay.size() < ahead && asked < end) {
            int length = (int) Math.min(call.channel().readBytes(), end - asked);
            underWay.add(request(asked, length));
            asked += length;
            if (asked == end) {
                lastLook = file.look();
            }
        }
    }

    private Asked request(long offset, int length) {
        return new Asked(offset, length, call.send(Request.read(file.handle(), offset, length)));
    }

    private void requireUnchanged() throws IOException {
        var look = lastLook == null ? file.look() : lastLook;
        SftpReader.requireUnchanged(errors, key, file.facts(), look.await().facts());
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, end - position + chunk.available());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            file.close();
            call.close();
        }
    }
}
