package dev.waybill.testkit;

import dev.waybill.port.ObjectKey;
import java.time.Instant;

/// One change of an [ObjectTree].
public sealed interface TreeEdit {
    /// An object is added or replaced; nothing happens where a folder or an object of a shorter name is in
    /// the way, so that every tree fits into folders.
    ///
    /// @param key which
    /// @param content what it is to hold
    record Put(ObjectKey key, ObjectTree.Content content) implements TreeEdit {}

    /// An object is removed, if it is there.
    ///
    /// @param key which
    record Delete(ObjectKey key) implements TreeEdit {}

    /// An object gets another key, replacing what has it; nothing happens where it is not there or its new
    /// key has no room.
    ///
    /// @param from its key
    /// @param to its new key
    record Rename(ObjectKey from, ObjectKey to) implements TreeEdit {}

    /// An object gets another time and keeps its bytes, if it is there.
    ///
    /// @param key which
    /// @param modified its new time
    record Touch(ObjectKey key, Instant modified) implements TreeEdit {}
}
