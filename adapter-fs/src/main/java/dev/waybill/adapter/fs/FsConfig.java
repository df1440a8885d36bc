package dev.waybill.adapter.fs;

import dev.waybill.port.spi.ConfigKey;
import dev.waybill.port.spi.Settings;
import java.nio.file.Path;
import java.util.List;

/// How a folder is used as a store.
///
/// @param root the folder
/// @param links what becomes of symbolic links below it
/// @param createRoot whether a missing root is an empty store that the first write makes, and no error
/// @param pruneEmptyFolders whether deleting the last object of a folder removes the folder
/// @param fsync whether a write is on the disk when it returns
public record FsConfig(Path root, Links links, boolean createRoot, boolean pruneEmptyFolders, boolean fsync) {
    /// What becomes of symbolic links.
    public enum Links {
        /// They are no objects: listings tell of them as skipped, keys through them are refused.
        SKIP,
        /// They stand for what they lead to, if that lies in the root.
        FOLLOW
    }

    static final List<ConfigKey> KEYS = List.of(
            ConfigKey.required("root", "path", "The folder that holds the objects"),
            ConfigKey.choice("links", "What becomes of symbolic links in it", "skip", List.of("skip", "follow")),
            ConfigKey.optional("createRoot", "yes or no", "Make the folder on the first write if it is missing", "no"),
            ConfigKey.optional(
                    "pruneEmptyFolders", "yes or no", "Remove a folder with the last object deleted in it", "yes"),
            ConfigKey.optional("fsync", "yes or no", "Have every write on the disk before it returns", "yes"));

    /// The folder `root` with what holds by default.
    public static FsConfig of(Path root) {
        return new FsConfig(root, Links.SKIP, false, true, true);
    }

    static FsConfig read(Settings settings) {
        return new FsConfig(
                settings.requiredPath("root"),
                settings.choice("links", Links.class, Links.SKIP),
                settings.flag("createRoot", false),
                settings.flag("pruneEmptyFolders", true),
                settings.flag("fsync", true));
    }

    /// The same with this treatment of links.
    public FsConfig withLinks(Links treatment) {
        return new FsConfig(root, treatment, createRoot, pruneEmptyFolders, fsync);
    }

    /// The same, making a missing root or not.
    public FsConfig withCreateRoot(boolean create) {
        return new FsConfig(root, links, create, pruneEmptyFolders, fsync);
    }

    /// The same, removing emptied folders or not.
    public FsConfig withPruneEmptyFolders(boolean prune) {
        return new FsConfig(root, links, createRoot, prune, fsync);
    }

    /// The same, waiting for the disk or not.
    public FsConfig withFsync(boolean sync) {
        return new FsConfig(root, links, createRoot, pruneEmptyFolders, sync);
    }
}
