package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;

/// One change of a [SyncBase].
public sealed interface SyncBaseChange {
    /// The object is synced as it says, whatever was noted of its key.
    ///
    /// @param object what to note
    record Noted(SyncedObject object) implements SyncBaseChange {}

    /// Nothing is synced at the key.
    ///
    /// @param key the key
    record Forgotten(ObjectKey key) implements SyncBaseChange {}
}
