package dev.waybill.adapter.sftp;

import dev.waybill.port.ObjectKey;
import java.util.Optional;

/// Says whether calls may begin and go on. Any thread may ask.
final class Lifetime {
    private final SftpErrors errors;
    private volatile boolean over;

    Lifetime(SftpErrors errors) {
        this.errors = errors;
    }

    /// At the beginning of a call.
    ///
    /// @throws IllegalStateException if the adapter was closed before
    void begin(Optional<ObjectKey> key) {
        if (over) {
            throw new IllegalStateException("the adapter of " + errors.store() + " is closed");
        }
        goOn(key);
    }

    /// In the middle of a call.
    ///
    /// @throws dev.waybill.port.StorageException if it must not go on
    void goOn(Optional<ObjectKey> key) {
        if (over) {
            throw errors.closed(key);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw errors.cancelled(key, null);
        }
    }

    void end() {
        over = true;
    }
}
