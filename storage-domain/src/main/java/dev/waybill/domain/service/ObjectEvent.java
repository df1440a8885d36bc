package dev.waybill.domain.service;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;

/// Something that a service has done to its store. Told after it succeeded.
public sealed interface ObjectEvent {
    /// The store it was done to.
    StoreId store();

    /// The whole key, prefix and name.
    ObjectKey key();

    /// An object was written, by whichever call.
    ///
    /// @param store where
    /// @param key the whole key
    /// @param size how many bytes it has
    record ObjectPut(StoreId store, ObjectKey key, long size) implements ObjectEvent {}

    /// An object was removed, or was not there when it was to be removed.
    ///
    /// @param store where
    /// @param key the whole key
    record ObjectDeleted(StoreId store, ObjectKey key) implements ObjectEvent {}
}
