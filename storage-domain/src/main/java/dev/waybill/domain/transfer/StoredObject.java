package dev.waybill.domain.transfer;

import dev.waybill.port.Capability;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectMetadata;
import java.util.Optional;

/// An object that a transfer stored and must take away again.
record StoredObject(IObjectStorageAdapter store, ObjectMetadata stored) {

    /// Removes it, unless something else is at its key by now. Where the store deletes only unconditionally, a
    /// moment lies between looking and deleting.
    void remove() {
        if (stored.etag().isPresent() && store.capabilities().has(Capability.DELETE_IF_MATCH)) {
            store.delete(stored.key(), DeleteOptions.ifMatch(stored.etag().get()));
            return;
        }
        Optional<ObjectMetadata> now = store.stat(stored.key());
        if (now.isPresent() && isStill(now.get())) {
            store.delete(stored.key(), DeleteOptions.ANY);
        }
    }

    private boolean isStill(ObjectMetadata now) {
        if (stored.etag().isPresent() && now.etag().isPresent()) {
            return stored.etag().equals(now.etag());
        }
        return stored.size() == now.size() && stored.modified().equals(now.modified());
    }
}
