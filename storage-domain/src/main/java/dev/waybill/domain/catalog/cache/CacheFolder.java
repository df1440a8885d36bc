package dev.waybill.domain.catalog.cache;

import dev.waybill.port.Checksum;
import dev.waybill.port.ObjectKey;
import java.nio.file.Path;

/// What lies where in the folder of a cache.
///
/// @param root the folder
/// @param ignoresSpelling whether names that differ, as by the case of letters, can be the same there
record CacheFolder(Path root, boolean ignoresSpelling) {
    CacheFolder(Path root) {
        this(root, false);
    }

    /// Where the files of a version are, below [#downloads].
    Path relative(CachedVersion version) {
        return version.folder(ignoresSpelling);
    }

    /// The store of the contents.
    Path contents() {
        return root.resolve("content");
    }

    /// The key of a content in that store.
    static ObjectKey key(Checksum digest) {
        return new ObjectKey(digest.hex().substring(0, 2) + "/" + digest.hex());
    }

    Path content(Checksum digest) {
        return contents().resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
    }

    /// Whether a folder there is one of contents, and not of fetches that did not end.
    static boolean isShelf(Path folder) {
        return folder.getFileName().toString().length() == 2;
    }

    /// The folders of versions, whose files are names of contents.
    Path downloads() {
        return root.resolve("downloads");
    }

    /// Which contents each version has that was fetched.
    Path versions() {
        return root.resolve("cache").resolve("versions");
    }

    /// Which contents each pinned version has.
    Path pins() {
        return root.resolve("cache").resolve("pins");
    }

    /// Folders of versions that are being removed.
    Path removed() {
        return root.resolve("cache").resolve("removed");
    }

    /// Where the state of large fetches is written down.
    Path transfers() {
        return root.resolve("cache").resolve("transfers.db");
    }

    Path locks() {
        return root.resolve("cache").resolve("locks");
    }
}
