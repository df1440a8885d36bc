package dev.waybill.adapter.fs;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import java.util.Optional;

/// Whether an adapter may still be used, and whether the calling thread may go on. Any thread may ask.
final class Lifetime {
    private final FsErrors errors;
    private volatile boolean closed;

    Lifetime(FsErrors errors) {
        this.errors = errors;
    }

    /// To be asked when a call starts.
    ///
    /// @throws IllegalStateException if the adapter is closed
    void enter(Optional<ObjectKey> key) {
        if (closed) {
            throw new IllegalStateException("the adapter of " + errors.store() + " is closed");
        }
        goOn(key);
    }

    /// To be asked in the middle of a call.
    ///
    /// @throws dev.waybill.port.StorageException if the thread is interrupted, or the adapter was closed
    void goOn(Optional<ObjectKey> key) {
        if (Thread.currentThread().isInterrupted()) {
            throw errors.cancelled(key, null);
        }
        if (closed) {
            throw errors.unavailable(
                    key,
                    Reason.NOT_REACHED,
                    "the adapter was closed meanwhile",
                    new IllegalStateException("closed in the middle of a call"));
        }
    }

    void close() {
        closed = true;
    }
}
