package dev.waybill.domain.sync;

import dev.waybill.port.StorageException;
import java.util.Optional;

/// How a run ended.
public sealed interface RunEnd {
    /// In one word: `completed`, `stopped` or `cancelled`.
    default String word() {
        return switch (this) {
            case Completed completed -> "completed";
            case Stopped stopped -> "stopped";
            case Cancelled cancelled -> "cancelled";
        };
    }

    /// What stopped it, in words.
    default Optional<String> detail() {
        return this instanceof Stopped(StorageException cause)
                ? Optional.of(String.valueOf(cause.getMessage()))
                : Optional.empty();
    }

    /// Everything planned was tried.
    record Completed() implements RunEnd {}

    /// Something after which going on made no sense: a listing failed, the store is gone, full, or lets
    /// nobody in.
    ///
    /// @param cause what
    record Stopped(StorageException cause) implements RunEnd {}

    /// The thread that ran it was interrupted; its interrupt flag is set.
    record Cancelled() implements RunEnd {}
}
