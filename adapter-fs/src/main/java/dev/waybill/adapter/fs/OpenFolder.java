package dev.waybill.adapter.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// A folder that calls have open, with the locks that they took in it. Any thread may use it.
final class OpenFolder implements Closeable {
    private static final Path SELF = Path.of(".");
    private static final Path LOCKS = Path.of(TempNames.LOCKS);

    private final Folder folder;
    private final Optional<OpenFolder> around;
    private final Path name;
    private final Optional<FileFacts> facts;
    private final FolderSync sync;
    private Optional<FolderLocks> locks = Optional.empty();
    private volatile Path witness = LOCKS;

    private OpenFolder(Folder folder, Optional<OpenFolder> around, Path name, Optional<FileFacts> facts) {
        this.folder = folder;
        this.around = around;
        this.name = name;
        this.facts = facts;
        this.sync = new FolderSync(folder);
    }

    /// The root.
    static OpenFolder root(Folder folder) {
        return new OpenFolder(folder, Optional.empty(), SELF, Optional.empty());
    }

    /// Opens the folder `name` in this one, to be closed before this one.
    OpenFolder open(Path name) throws IOException {
        Folder opened = folder.openFolder(name);
        boolean known = false;
        try {
            var made = new OpenFolder(opened, Optional.of(this), name, opened.stat(SELF));
            known = true;
            return made;
        } finally {
            if (!known) {
                opened.close();
            }
        }
    }

    Folder folder() {
        return folder;
    }

    /// Has the disk keep what happened in it.
    void sync() throws IOException {
        sync.run();
    }

    Optional<OpenFolder> around() {
        return around;
    }

    /// Whether it is what `seen` was found to be.
    boolean is(FileFacts seen) {
        return facts.filter(seen::isSameFile).isPresent();
    }

    /// Waits for the lock of `leaf` among processes; to be asked for under [KeyLocks#hold].
    KeyLocks.Held hold(Path leaf) throws IOException {
        return locks().hold(folder, leaf);
    }

    private synchronized FolderLocks locks() throws IOException {
        if (locks.isEmpty()) {
            locks = Optional.of(FolderLocks.join(folder.identity()));
        }
        return locks.get();
    }

    private synchronized Optional<FolderLocks> takeLocks() {
        var taken = locks;
        locks = Optional.empty();
        return taken;
    }

    /// Whether nothing is in it but the file of its locks.
    boolean isEmpty() throws IOException {
        return !isWitnessed() && holdsOnlyLocks();
    }

    private boolean holdsOnlyLocks() throws IOException {
        try (Folder reading = folder.openFolder(SELF)) {
            for (var names = reading.names(); names.hasNext(); ) {
                Path found = names.next().getFileName();
                if (!found.equals(LOCKS)) {
                    witness = found;
                    return false;
                }
            }
            return true;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /// Whether what was in it when it was last read still is, so that it need not be read again.
    private boolean isWitnessed() throws IOException {
        Path seen = witness;
        return !seen.equals(LOCKS) && folder.stat(seen).isPresent();
    }

    /// Removes it, if nothing is in it but the file of its locks and nobody holds one. If only such a hold is in the
    /// way, the folder is removed when that ends, also in another process.
    ///
    /// @return whether it is no more; the root always is
    boolean remove() throws IOException {
        return around.isPresent() && remove(around.get().folder);
    }

    private boolean remove(Folder outer) throws IOException {
        for (int attempt = 1; attempt <= SafeRoot.ATTEMPTS && !isWitnessed(); attempt++) {
            try {
                outer.deleteFolder(name);
                return true;
            } catch (NoSuchFileException removed) {
                return true;
            } catch (DirectoryNotEmptyException maybeLocks) {
                if (!holdsOnlyLocks() || !removeLocks()) {
                    return false;
                }
            }
        }
        return false;
    }

    private boolean removeLocks() throws IOException {
        return folder.stat(LOCKS).isEmpty() || locks().remove(folder);
    }

    /// Opens the file of locks that somebody left who was killed: so it is removed when this is closed, if nobody has
    /// it open.
    void takeOverLocks() throws IOException {
        locks().open(folder);
    }

    /// Closes it, and removes the file of its locks if nobody else has that open.
    @Override
    public void close() throws IOException {
        try (folder) {
            for (var used = takeLocks(); used.isPresent(); used = takeLocks()) {
                leave(used.get());
            }
        }
    }

    private void leave(FolderLocks used) {
        try {
            boolean removed = used.leave(folder) && isThere() && remove();
            for (var next = around; removed && next.isPresent(); next = next.get().around) {
                removed = next.get().remove();
            }
        } catch (IOException left) {
            // The locks are gone with the file's channels; the file is used again, and what is not empty stays.
            return;
        }
    }

    private boolean isThere() throws IOException {
        return around.isPresent()
                && around.get().folder.stat(name).filter(this::is).isPresent();
    }
}
