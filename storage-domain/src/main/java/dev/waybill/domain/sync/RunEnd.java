package dev.waybill.domain.sync;

import dev.waybill.port.StorageException;

/// How a run ended.
public sealed interface RunEnd {
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
