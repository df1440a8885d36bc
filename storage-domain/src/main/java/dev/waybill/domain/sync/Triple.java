package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.Optional;

/// What is known of one key: how each side lists it, and what was noted when it was last synced.
record Triple(
        ObjectKey key, Optional<ObjectMetadata> local, Optional<ObjectMetadata> remote, Optional<SyncedObject> base) {

    /// How `side` lists it.
    Optional<ObjectMetadata> on(SyncSide side) {
        return switch (side) {
            case LOCAL -> local;
            case REMOTE -> remote;
        };
    }

    /// Whether both sides have it with equal sizes.
    boolean hasEqualSizes() {
        return local.isPresent()
                && remote.isPresent()
                && local.get().size() == remote.get().size();
    }
}
