package dev.waybill.domain.sync;

import dev.waybill.port.StorageException;

/// How far a failure reaches.
public enum FailureKind {
    /// This object alone; the rest goes on.
    ITEM,
    /// The store could not be had just then; trying again may help. Some in a row end the run.
    STORE,
    /// Nothing more can be done until somebody acts: a store that is gone, full, or lets nobody in. Ends the run.
    FATAL;

    /// The kind of `cause`.
    ///
    /// @param stops whether the run ends by it
    public static FailureKind of(StorageException cause, boolean stops) {
        if (cause instanceof StorageException.StoreUnavailable) {
            return STORE;
        }
        return stops ? FATAL : ITEM;
    }
}
