package dev.waybill.domain.sync;

import dev.waybill.port.StoreId;

/// Whether two stores share keys: a run between them would read what it writes, and delete what it reads.
final class Overlap {
    private Overlap() {}

    /// @throws SyncRefused.Overlap if one is, or lies in, the other
    static void refuse(StoreId local, StoreId remote) {
        if (!local.scheme().equals(remote.scheme())) {
            return;
        }
        String a = folder(local);
        String b = folder(remote);
        if (a.startsWith(b) || b.startsWith(a)) {
            throw new SyncRefused.Overlap(local, remote);
        }
    }

    private static String folder(StoreId store) {
        return store.location().endsWith("/") ? store.location() : store.location() + '/';
    }
}
