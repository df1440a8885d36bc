package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.Optional;

/// What is known of one key: how each side lists it, and what was noted when it was last synced.
///
/// @param obstructed whether the side that lacks it has a file where a folder on the way to it would be, or a folder
///     in its place
/// @param taken what has its name at the side that lacks it, if anything has; a folder's name with a `/` behind
record Triple(
        ObjectKey key,
        Optional<ObjectMetadata> local,
        Optional<ObjectMetadata> remote,
        Optional<SyncedObject> base,
        boolean obstructed,
        Optional<String> taken) {

    /// With nothing in the way.
    Triple(
            ObjectKey key,
            Optional<ObjectMetadata> local,
            Optional<ObjectMetadata> remote,
            Optional<SyncedObject> base) {
        this(key, local, remote, base, false, Optional.empty());
    }

    /// The same with something in the way.
    Triple asObstructed() {
        return new Triple(key, local, remote, base, true, taken);
    }

    /// The same with nothing in the way.
    Triple unobstructed() {
        return new Triple(key, local, remote, base);
    }

    /// The same, with a name that is taken at the side that lacks it.
    Triple asTaken(String other) {
        return new Triple(key, local, remote, base, obstructed, Optional.of(other));
    }

    /// The same, with this clash of its name.
    Triple clashing(NameClash clash) {
        return clash.gives() ? asObstructed() : asTaken(clash.other());
    }

    /// Whether one side has it and the other does not.
    boolean isOnOneSide() {
        return local.isPresent() != remote.isPresent();
    }

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
