package dev.waybill.domain.sync;

import dev.waybill.port.StoreId;

/// The two stores between which objects are synced.
///
/// @param local the side that push reads from and pull writes to
/// @param remote the other
public record SyncPair(StoreId local, StoreId remote) {
    @Override
    public String toString() {
        return local + " and " + remote;
    }
}
