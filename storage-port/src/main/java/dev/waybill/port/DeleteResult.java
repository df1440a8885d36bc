package dev.waybill.port;

/// How one deletion of [IObjectStorageAdapter#deleteAll] ended.
public sealed interface DeleteResult {
    /// What was to be removed.
    ObjectKey key();

    /// Nothing is at the key now.
    ///
    /// @param key what was to be removed
    record Deleted(ObjectKey key) implements DeleteResult {}

    /// What is at the key is as it was, or unknown if the failure is [StorageException.StoreUnavailable].
    ///
    /// @param key what was to be removed
    /// @param reason why it was not
    record Failed(ObjectKey key, StorageException reason) implements DeleteResult {}
}
