package dev.waybill.port.spi;

import dev.waybill.port.Checksum;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of an answer: exactly as long as announced, and verified where it is a whole object.
///
/// Closed before its end it drops the connection: reading on would take as long as the rest of the object
/// does. One thread, but for closing.
public final class VerifiedBody extends InputStream {
    private final StoreId store;
    private final ObjectKey key;
    private final Answer answer;
    private final InputStream body;
    private final Optional<Checksum> expected;
    private final @Nullable ContentHasher hasher;
    private long remaining;
    private boolean closed;

    /// Where the bytes come from.
    public interface Answer {
        /// The bytes as they arrive; closing it at its end keeps the connection.
        InputStream stream();

        /// Why no more may be read now: the thread was interrupted, or the adapter closed.
        Optional<StorageException> refusal();

        /// What a failure to read comes to.
        StorageException failure(Exception e);

        /// Drops the connection.
        void abort();
    }

    /// A body that has given nothing yet.
    ///
    /// @param length how many bytes there must be
    /// @param expected what they must hash to
    public VerifiedBody(StoreId store, ObjectKey key, Answer answer, long length, Optional<Checksum> expected) {
        this.store = store;
        this.key = key;
        this.answer = answer;
        this.body = answer.stream();
        this.remaining = length;
        this.expected = expected;
        this.hasher = expected.isPresent() ? ContentHasher.of(expected.get().algorithm()) : null;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
        if (closed) {
            throw new IOException("the body of " + key + " is closed");
        }
        if (remaining == 0) {
            return -1;
        }
        if (count == 0) {
            return 0;
        }
        int got = readBody(bytes, offset, (int) Math.min(count, remaining));
        if (got < 0) {
            throw fail(new StoreUnavailable(
                    store,
                    Optional.of(key),
                    Reason.OUTCOME_UNKNOWN,
                    "the answer ended " + remaining + " bytes early",
                    Optional.empty(),
                    null));
        }
        remaining -= got;
        if (hasher != null) {
            hasher.update(bytes, offset, got);
            if (remaining == 0) {
                verify(hasher.finish());
            }
        }
        return got;
    }

    private int readBody(byte[] bytes, int offset, int count) throws IOException {
        var refusal = answer.refusal();
        if (refusal.isPresent()) {
            throw fail(refusal.get());
        }
        try {
            return body.read(bytes, offset, count);
        } catch (IOException | RuntimeException e) {
            throw fail(answer.failure(e));
        }
    }

    private void verify(Checksum found) throws IOException {
        if (!expected.equals(Optional.of(found))) {
            throw fail(new CorruptContent(
                    store, key, "the store keeps " + expected.orElse(found) + ", read was " + found, null));
        }
    }

    private IOException fail(StorageException reason) {
        closed = true;
        answer.abort();
        return new IOException(reason.getMessage(), reason);
    }

    @Override
    public int available() throws IOException {
        return closed ? 0 : (int) Math.min(remaining, body.available());
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (remaining > 0) {
            answer.abort();
        } else {
            body.close();
        }
    }
}
