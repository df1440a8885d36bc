package dev.waybill.adapter.fs;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The names of what this adapter leaves in folders for the time of a write.
///
/// The time in a name, and not the file's mtime, tells its age: a file gets the mtime of its source before
/// it gets its own name.
final class TempNames {
    /// The folder in the root where unfinished uploads lie.
    static final String UPLOADS = FsKeys.RESERVED + "uploads";

    /// The file in each folder on which the locks of the keys in it are, see [FolderLocks].
    static final String LOCKS = FsKeys.RESERVED + "locks";

    private static final String FILE = FsKeys.RESERVED + "put-";
    private static final String LOCK = FsKeys.RESERVED + "lock-";
    private static final String FOLDER = FsKeys.RESERVED + "dir-";

    private static final Pattern OWNED = Pattern.compile(Pattern.quote(FILE) + "[0-9a-f]+-([0-9a-f]{16})-.*");

    private TempNames() {}

    /// A name for bytes that are being written, unlike any other.
    ///
    /// @param owner the [Presence#token] of who writes them
    static String file(Instant now, String owner) {
        return FILE + Long.toHexString(now.getEpochSecond()) + "-" + owner + "-" + UUID.randomUUID();
    }

    /// Who writes, or wrote, the file of this name, if it is one of [#file] that tells.
    static Optional<String> owner(String name) {
        var named = OWNED.matcher(name);
        return named.matches() ? Optional.of(named.group(1)) : Optional.empty();
    }

    /// A name for a folder that is being made, unlike any other.
    static String folder() {
        return FOLDER + UUID.randomUUID();
    }

    /// The name of the lock of `name`.
    static String lock(String name) {
        return LOCK + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /// When a file of this name was begun, if the name is one of [#file].
    static Optional<Instant> begun(String name) {
        if (!name.startsWith(FILE)) {
            return Optional.empty();
        }
        int end = name.indexOf('-', FILE.length());
        try {
            return Optional.of(Instant.ofEpochSecond(Long.parseLong(name, FILE.length(), Math.max(end, 0), 16)));
        } catch (NumberFormatException | IndexOutOfBoundsException other) {
            return Optional.empty();
        }
    }

    static boolean isLock(String name) {
        return name.startsWith(LOCK);
    }

    static boolean isFolder(String name) {
        return name.startsWith(FOLDER);
    }
}
