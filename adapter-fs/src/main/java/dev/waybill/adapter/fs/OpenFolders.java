package dev.waybill.adapter.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The folders that calls under way have open, each by one handle however many calls go through it. Any thread
/// may use it.
///
/// Opening a folder takes several calls of the operating system, and most files that are moved at the same time
/// lie in few folders. A handle is used again only for what is at the name now: the folder's number cannot be
/// given to another one while the handle is open, so equal facts mean that it is the very folder.
///
/// When no call is under way nothing is kept open, so that a disk can be unmounted.
final class OpenFolders {
    private static final int KEPT = 128;
    private static final Path SELF = Path.of(".");

    private final Map<Name, Handle> handles = new LinkedHashMap<>(KEPT, 0.75f, true);
    private @Nullable Handle root;
    private int leases;

    /// A name in a folder; in an open one, since another one opened at its path is another folder.
    private record Name(Handle parent, Path name) {}

    /// An open folder. Guarded by the [OpenFolders].
    private static final class Handle {
        final Folder folder;
        final Optional<FileFacts> facts;
        int users;
        boolean forgotten;

        Handle(Folder folder, Optional<FileFacts> facts) {
            this.folder = folder;
            this.facts = facts;
        }
    }

    /// One call's share in an open folder. Any thread may close it; again does nothing.
    final class Lease implements Closeable {
        private final Handle handle;
        private boolean closed;

        private Lease(Handle handle) {
            this.handle = handle;
        }

        Folder folder() {
            return handle.folder;
        }

        /// Shares in the folder `name` of this one.
        ///
        /// @param seen what was just found at the name; empty if that is not known
        /// @throws IOException if it is not a folder, as where it is a link to one
        Lease enter(Path name, Optional<FileFacts> seen) throws IOException {
            var key = new Name(handle, name);
            var known = known(key, seen);
            return known.isPresent() ? known.get() : keep(key, handle.folder.openFolder(name));
        }

        @Override
        public void close() throws IOException {
            synchronized (OpenFolders.this) {
                if (!closed) {
                    closed = true;
                    release(handle);
                }
            }
        }
    }

    /// Opens the root.
    interface Opener {
        Folder open() throws IOException;
    }

    /// Shares in the root.
    ///
    /// @param check fails if what has the root's name now is not the root
    /// @param opener opens it where no call has it open
    Lease root(Opener opener, Check check) throws IOException {
        if (isRootOpen() && check.isSame()) {
            synchronized (this) {
                if (root != null) {
                    return lease(root);
                }
            }
        }
        var opened = new Handle(opener.open(), Optional.empty());
        synchronized (this) {
            forgetRoot();
            root = opened;
            return lease(opened);
        }
    }

    /// Tells whether the root is what it was.
    interface Check {
        /// Whether it is; false where that cannot be told.
        boolean isSame() throws IOException;
    }

    private synchronized boolean isRootOpen() {
        return root != null;
    }

    private synchronized Optional<Lease> known(Name key, Optional<FileFacts> seen) {
        var handle = handles.get(key);
        if (handle == null || seen.isEmpty()) {
            return Optional.empty();
        }
        boolean same = handle.facts.filter(seen.get()::isSameFile).isPresent();
        return same ? Optional.of(lease(handle)) : Optional.empty();
    }

    private Lease keep(Name key, Folder folder) throws IOException {
        boolean kept = false;
        try {
            var handle = new Handle(folder, folder.stat(SELF));
            kept = true;
            return keep(key, handle);
        } finally {
            if (!kept) {
                folder.close();
            }
        }
    }

    private synchronized Lease keep(Name key, Handle handle) throws IOException {
        var lease = lease(handle);
        var before = handles.put(key, handle);
        if (before != null) {
            forget(before);
        }
        for (Iterator<Handle> eldest = handles.values().iterator(); handles.size() > KEPT && eldest.hasNext(); ) {
            var old = eldest.next();
            if (old.users == 0) {
                eldest.remove();
                forget(old);
            }
        }
        return lease;
    }

    private synchronized Lease lease(Handle handle) {
        handle.users++;
        leases++;
        return new Lease(handle);
    }

    private synchronized void release(Handle handle) throws IOException {
        handle.users--;
        leases--;
        if (handle.users == 0 && handle.forgotten) {
            handle.folder.close();
        }
        if (leases == 0) {
            var rest = handles.values().toArray(Handle[]::new);
            handles.clear();
            for (var unused : rest) {
                forget(unused);
            }
            forgetRoot();
        }
    }

    private void forgetRoot() throws IOException {
        if (root != null) {
            forget(root);
            root = null;
        }
    }

    private void forget(Handle handle) throws IOException {
        if (!handle.forgotten) {
            handle.forgotten = true;
            if (handle.users == 0) {
                handle.folder.close();
            }
        }
    }
}
