package dev.waybill.cli.address;

import dev.waybill.port.ObjectMetadata;

/// What lies directly in a folder.
public sealed interface FolderEntry {
    /// Its name in the folder, a folder's without `/`.
    String name();

    /// An object.
    ///
    /// @param metadata what the listing said of it
    record Item(String name, ObjectMetadata metadata) implements FolderEntry {}

    /// A folder with something in it.
    record Folder(String name) implements FolderEntry {}
}
