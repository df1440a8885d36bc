package dev.waybill.domain.sync;

/// Which way the bytes go.
public enum SyncDirection {
    /// From the local side to the remote one.
    PUSH,
    /// From the remote side to the local one.
    PULL
}
