package dev.waybill.port;

/// One of the deletions that [IObjectStorageAdapter#deleteAll] is asked for.
///
/// @param key what to remove
/// @param options under which condition
public record Deletion(ObjectKey key, DeleteOptions options) {
    /// Remove whatever is at `key`.
    public static Deletion of(ObjectKey key) {
        return new Deletion(key, DeleteOptions.ANY);
    }
}
