package dev.waybill.adapter.fs;

import java.nio.file.Path;
import java.util.List;

/// A file or folder that a listing goes to.
///
/// @param name its name, with a `/` behind that of a folder, as which it sorts
/// @param facts what it is; of what a link leads to, if it is one that is followed
/// @param target where the link leads, as names from the root, or no names if it is none
record FolderEntry(String name, FileFacts facts, List<Path> target) implements Comparable<FolderEntry> {
    boolean isFolder() {
        return facts.kind() == FileFacts.Kind.FOLDER;
    }

    @Override
    public int compareTo(FolderEntry other) {
        return FsKeys.compare(name, other.name);
    }
}
