package dev.waybill.domain.sync;

/// One of the two stores of a pair.
public enum SyncSide {
    /// The side that push reads from and pull writes to.
    LOCAL,
    /// The other.
    REMOTE;

    /// The other one.
    SyncSide other() {
        return this == LOCAL ? REMOTE : LOCAL;
    }
}
