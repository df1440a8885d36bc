package dev.waybill.adapter.sftp;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The open bytes of a source, held to the length it declared. One thread at a time.
final class SourceStream implements AutoCloseable {
    private final ObjectKey key;
    private final ObjectSource source;
    private final SftpErrors errors;
    private final Lifetime lifetime;
    private final InputStream in;
    private long given;
    private boolean closed;

    /// Opens `source`.
    ///
    /// @throws StorageException.SourceFailed if it cannot be opened
    @SuppressWarnings("MustBeClosedChecker") // closed with this
    SourceStream(ObjectKey key, ObjectSource source, SftpErrors errors, Lifetime lifetime) {
        this.key = key;
        this.source = source;
        this.errors = errors;
        this.lifetime = lifetime;
        try {
            in = source.open();
        } catch (IOException | RuntimeException e) {
            throw failed("it cannot be opened: " + e.getMessage(), e);
        }
    }

    /// How much room is enough, up to `most`, for what is still to come and to see that no more does.
    int roomNeeded(int most) {
        return (int) Math.min(most, source.length().orElse(most) - given + 1);
    }

    /// Fills `length` bytes of `chunk` from `offset` as far as there are bytes, and says how many there were; at the
    /// end it closes the source.
    ///
    /// @throws StorageException.SourceFailed if it fails, or does not have its declared length
    int fill(byte[] chunk, int offset, int length) {
        int filled = 0;
        try {
            while (filled < length && !closed) {
                lifetime.goOn(Optional.of(key));
                int count = in.read(chunk, offset + filled, length - filled);
                if (count < 0) {
                    closed = true;
                    in.close();
                } else {
                    filled += count;
                }
            }
        } catch (StorageException ours) {
            throw ours;
        } catch (IOException | RuntimeException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        }
        given += filled;
        requireDeclared();
        return filled;
    }

    private void requireDeclared() {
        long declared = source.length().orElse(given);
        if (given > declared) {
            throw failed("it goes on behind its declared length of " + declared + " bytes", null);
        }
        if (closed && given < declared) {
            throw failed("it ends after " + given + " of " + declared + " bytes", null);
        }
    }

    private StorageException failed(String detail, @Nullable Exception cause) {
        return Thread.currentThread().isInterrupted()
                ? errors.cancelled(Optional.of(key), cause)
                : new StorageException.SourceFailed(errors.store(), key, detail, cause);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                in.close();
            } catch (IOException | RuntimeException e) {
                // The write has failed already, for a reason that says more.
                return;
            }
        }
    }
}
