package dev.waybill.domain.layer;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Bytes that move no faster than they may. One thread at a time.
final class LimitedStream extends FilterInputStream {
    private final Pace pace;
    private final Runnable onClose;
    private final StoreId store;
    private final ObjectKey key;

    /// @param onClose run when the stream is closed
    LimitedStream(InputStream inner, Pace pace, Runnable onClose, StoreId store, ObjectKey key) {
        super(inner);
        this.pace = pace;
        this.onClose = onClose;
        this.store = store;
        this.key = key;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        await(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, pace.chunk(length));
        await(count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] dropped = new byte[(int) Math.min(count, 8192)];
        return Math.max(0, read(dropped, 0, dropped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            onClose.run();
        }
    }

    private void await(int count) throws IOException {
        try {
            pace.moved(count);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(
                    "interrupted while waiting", new StorageException.Cancelled(store, Optional.of(key), e));
        }
    }
}
