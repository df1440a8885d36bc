package dev.waybill.testkit;

import dev.waybill.port.NameRules;
import dev.waybill.port.NameTrait;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.KeyRejected;
import dev.waybill.port.StoreId;
import java.util.Set;

/// Refuses names as file systems do: those that rules forbid, and those that are taken for one that is there.
record InMemoryNames(StoreId store, NameRules rules) {
    /// @throws KeyRejected if `key` cannot be held at all
    void requireHeld(ObjectKey key) {
        rules.violation(key).ifPresent(rule -> {
            throw new KeyRejected(store, key, rule, null);
        });
    }

    /// @throws KeyRejected if something among `there` has the name of `key`, or of a folder on the way to it, in
    /// another
    ///     spelling, or is a file where a folder is needed, or the other way round
    void requireFree(ObjectKey key, Set<ObjectKey> there) {
        if (!rules.ignoresSpelling() && !rules.has(NameTrait.FOLDERS)) {
            return;
        }
        for (ObjectKey other : there) {
            if (clash(key.value().split("/"), other.value().split("/"))) {
                throw new KeyRejected(store, key, "it is there as " + other, null);
            }
        }
    }

    private boolean clash(String[] wanted, String[] held) {
        for (int i = 0; i < Math.min(wanted.length, held.length); i++) {
            if (!wanted[i].equals(held[i])) {
                return rules.fold(wanted[i]).equals(rules.fold(held[i]));
            }
        }
        return rules.has(NameTrait.FOLDERS) && wanted.length != held.length;
    }
}
