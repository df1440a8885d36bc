package dev.waybill.adapter.fs;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The locks among processes on the names in one folder: one for all who have the folder open in this process,
/// since a second one would lose the locks of the first when it closed the file. Any thread may use it.
///
/// The [LockFile] is there while somebody has the folder open who took a lock in it. To make and remove a file for
/// each lock would cost more than all else: file systems go round the numbers of files that were just removed.
final class FolderLocks {
    private static final Map<Object, FolderLocks> OPEN = new HashMap<>();

    private final Object id;
    private int users;
    private Optional<LockFile> file = Optional.empty();
    private int held;
    private boolean last;

    private FolderLocks(Object id) {
        this.id = id;
    }

    /// The locks of the folder that `id` tells from every other that is open; it stays so until [#leave].
    static FolderLocks join(Object id) {
        synchronized (OPEN) {
            var locks = OPEN.computeIfAbsent(id, FolderLocks::new);
            locks.users++;
            return locks;
        }
    }

    /// Waits for the lock of `leaf`.
    ///
    /// @param folder the open folder
    KeyLocks.Held hold(Folder folder, Path leaf) throws IOException {
        var opened = enter(folder);
        boolean held = false;
        try {
            var lock = opened.lock(leaf.toString());
            held = true;
            return () -> release(lock);
        } finally {
            if (!held) {
                released();
            }
        }
    }

    private synchronized LockFile enter(Folder folder) throws IOException {
        var opened = open(folder);
        held++;
        return opened;
    }

    /// Opens the file, to be closed by the last who leaves.
    ///
    /// @param folder the open folder
    synchronized LockFile open(Folder folder) throws IOException {
        if (file.isEmpty()) {
            file = Optional.of(LockFile.open(folder));
        }
        return file.get();
    }

    private void release(FileLock lock) {
        try {
            lock.release();
        } catch (IOException kept) {
            // It goes with the file, which is closed with the folder.
            return;
        } finally {
            released();
        }
    }

    private synchronized void released() {
        held--;
    }

    /// Removes the file, so that the folder can be removed, if nobody holds a lock in it.
    ///
    /// @param folder the open folder
    /// @return false if somebody does, who removes the folder then
    synchronized boolean remove(Folder folder) throws IOException {
        if (held > 0) {
            last = true;
            return false;
        }
        open(folder);
        return end(folder, true) != LockFile.Ending.IN_USE;
    }

    private LockFile.Ending end(Folder folder, boolean withFolder) throws IOException {
        var ending = file.orElseThrow();
        file = Optional.empty();
        last = false;
        return ending.remove(folder, withFolder);
    }

    /// Ends one's use; the last one in this process removes the file.
    ///
    /// @param folder the open folder
    /// @return whether the folder is to be removed if it is empty now
    synchronized boolean leave(Folder folder) throws IOException {
        synchronized (OPEN) {
            users--;
            if (users > 0) {
                return false;
            }
        }
        try {
            return file.isPresent() && end(folder, last) == LockFile.Ending.GONE_LAST;
        } finally {
            synchronized (OPEN) {
                if (users == 0) {
                    OPEN.remove(id);
                }
            }
        }
    }
}
