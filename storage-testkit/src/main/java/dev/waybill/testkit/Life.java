package dev.waybill.testkit;

import dev.waybill.port.ByteRange;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StoreId;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;

/// Whether an [InMemoryAdapter] is still open and its caller not interrupted. Any thread may call.
final class Life {
    private final StoreId store;
    private volatile boolean ended;

    Life(StoreId store) {
        this.store = store;
    }

    StoreId store() {
        return store;
    }

    void end() {
        ended = true;
    }

    /// @throws IllegalStateException if the adapter was closed
    /// @throws Cancelled if the calling thread was interrupted
    void requireRunning(Optional<ObjectKey> key) {
        if (ended) {
            throw new IllegalStateException("the adapter of " + store + " is closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new Cancelled(store, key, null);
        }
    }

    /// Those bytes, for as long as the adapter is open.
    InputStream stream(ObjectKey key, byte[] bytes, ByteRange.Span span) {
        return new ByteArrayInputStream(bytes, (int) span.offset(), (int) span.length()) {
            @Override
            public synchronized int read() {
                requireRunning(Optional.of(key));
                return super.read();
            }

            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                requireRunning(Optional.of(key));
                return super.read(target, offset, length);
            }

            @Override
            public synchronized byte[] readAllBytes() {
                requireRunning(Optional.of(key));
                return super.readAllBytes();
            }
        };
    }
}
