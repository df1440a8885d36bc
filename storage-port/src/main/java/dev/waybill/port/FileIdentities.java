package dev.waybill.port;

import java.util.Optional;

/// Tells which file of this machine holds an object: a small port beside [IObjectStorageAdapter] that only folders
/// have.
///
/// An object's [ObjectMetadata#etag] is made of what listings tell; this is one question more to the file system, and
/// so
/// asked only before a file would be read. Any number of threads may call it.
@FunctionalInterface
public interface FileIdentities {
    /// The file that holds `version` now.
    ///
    /// @param version as a listing, or `stat`, of the folder gave it
    /// @return empty if another version is there by now, or the file system has no numbers for files
    /// @throws StorageException if the file system cannot be asked
    Optional<FileIdentity> of(ObjectMetadata version);
}
