package dev.waybill.domain.artifact;

import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;

/// Where the bytes of a version's files lie.
public enum ContentPlacement {
    /// In the pool, and below the version under their own paths, as Runicorn has it: for folders, which people and
    /// Runicorn look into.
    TREE,
    /// In the pool alone, one copy of each content: for object stores, where a second name is a second copy.
    POOL;

    /// What suits a store: what keeps no metadata beside its objects is a folder of files.
    public static ContentPlacement suiting(Capabilities store) {
        return store.has(Capability.USER_METADATA) ? POOL : TREE;
    }
}
