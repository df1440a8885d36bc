package dev.waybill.adapter.fs;

import dev.waybill.port.ByteRange;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.Objects;
import java.util.Optional;

/// The bytes of one version of a file. One thread at a time.
///
/// The last bytes are given out only after another look at the file: if it has changed since it was opened,
/// they fail. A file that got another in its place by renaming is the old one still, and complete.
final class FsInput extends InputStream {
    private final OpenFile file;
    private final ObjectKey key;
    private final FsErrors errors;
    private final Lifetime lifetime;
    private final long end;
    private long position;

    FsInput(OpenFile file, ObjectKey key, ByteRange.Span span, FsErrors errors, Lifetime lifetime) {
        this.file = file;
        this.key = key;
        this.errors = errors;
        this.lifetime = lifetime;
        this.position = span.offset();
        this.end = span.end();
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
        if (position == end) {
            return -1;
        }
        try {
            lifetime.goOn(Optional.of(key));
            int wanted = (int) Math.min(length, end - position);
            int count = file.channel().read(ByteBuffer.wrap(bytes, offset, wanted), position);
            if (count < 0 || position + count == end) {
                requireUnchanged(count < 0);
            }
            position += count;
            return count;
        } catch (ClosedByInterruptException e) {
            throw wrapped(errors.cancelled(Optional.of(key), e));
        } catch (StorageException e) {
            throw wrapped(e);
        } catch (IOException e) {
            throw wrapped(errors.of(key, e));
        }
    }

    private void requireUnchanged(boolean truncated) throws IOException {
        if (truncated || file.isChanged()) {
            throw errors.precondition(key, "version " + file.facts().etag() + "; it was changed while it was read");
        }
    }

    private static IOException wrapped(StorageException e) {
        return new IOException(e.getMessage(), e);
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, end - position);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
