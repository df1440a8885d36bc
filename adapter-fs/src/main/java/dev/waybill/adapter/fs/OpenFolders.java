package dev.waybill.adapter.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
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

    private final Map<Name, Handle> handles = new LinkedHashMap<>(KEPT, 0.75f, true);
    private @Nullable Handle root;
    private int leases;

    /// A name in a folder; in an open one, since another one opened at its path is another folder.
    private record Name(Handle parent, Path name) {}

    /// An open folder, used by calls and by the open folders in it. Guarded by the [OpenFolders].
    private static final class Handle {
        final OpenFolder folder;
        final Optional<Handle> parent;
        int users;
        boolean forgotten;

        Handle(OpenFolder folder, Optional<Handle> parent) {
            this.folder = folder;
            this.parent = parent;
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
            return handle.folder.folder();
        }

        OpenFolder open() {
            return handle.folder;
        }

        /// Shares in the folder `name` of this one.
        ///
        /// @param seen what was just found at the name; empty if that is not known
        /// @throws IOException if it is not a folder, as where it is a link to one
        Lease enter(Path name, Optional<FileFacts> seen) throws IOException {
            var key = new Name(handle, name);
            var known = known(key, seen);
            return known.isPresent() ? known.get() : keep(key, handle.folder.open(name));
        }

        @Override
        public void close() throws IOException {
            var unused = new ArrayDeque<Handle>();
            synchronized (OpenFolders.this) {
                if (!closed) {
                    closed = true;
                    release(handle, unused);
                }
            }
            closeAll(unused);
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
        var opened = new Handle(OpenFolder.root(opener.open()), Optional.empty());
        var unused = new ArrayDeque<Handle>();
        Lease lease;
        synchronized (this) {
            forgetRoot(unused);
            root = opened;
            lease = lease(opened);
        }
        closeAll(unused);
        return lease;
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
        return handle != null && seen.filter(handle.folder::is).isPresent()
                ? Optional.of(lease(handle))
                : Optional.empty();
    }

    private Lease keep(Name key, OpenFolder folder) throws IOException {
        var unused = new ArrayDeque<Handle>();
        Lease lease;
        synchronized (this) {
            key.parent.users++;
            var handle = new Handle(folder, Optional.of(key.parent));
            lease = lease(handle);
            var before = handles.put(key, handle);
            if (before != null) {
                forget(before, unused);
            }
            forgetEldest(unused);
        }
        closeAll(unused);
        return lease;
    }

    private void forgetEldest(Queue<Handle> unused) {
        for (Iterator<Handle> eldest = handles.values().iterator(); handles.size() > KEPT && eldest.hasNext(); ) {
            var old = eldest.next();
            if (old.users == 0) {
                eldest.remove();
                forget(old, unused);
            }
        }
    }

    private synchronized Lease lease(Handle handle) {
        handle.users++;
        leases++;
        return new Lease(handle);
    }

    private void release(Handle handle, Queue<Handle> unused) {
        leases--;
        leave(handle, unused);
        if (leases == 0) {
            var rest = handles.values().toArray(Handle[]::new);
            handles.clear();
            for (var other : rest) {
                forget(other, unused);
            }
            forgetRoot(unused);
        }
    }

    private void forgetRoot(Queue<Handle> unused) {
        if (root != null) {
            forget(root, unused);
            root = null;
        }
    }

    private static void forget(Handle handle, Queue<Handle> unused) {
        if (!handle.forgotten) {
            handle.forgotten = true;
            closeIfUnused(handle, unused);
        }
    }

    private static void leave(Handle handle, Queue<Handle> unused) {
        handle.users--;
        closeIfUnused(handle, unused);
    }

    private static void closeIfUnused(Handle handle, Queue<Handle> unused) {
        if (handle.forgotten && handle.users == 0) {
            unused.add(handle);
        }
    }

    /// Closes folders, and those around them that are used no more then: while one closes it uses the one around it.
    /// That is not done under the lock of this, since it may take as long as the disk does.
    private void closeAll(Queue<Handle> unused) throws IOException {
        Optional<IOException> failure = Optional.empty();
        for (var next = unused.poll(); next != null; next = unused.poll()) {
            try {
                next.folder.close();
            } catch (IOException e) {
                failure = Optional.of(e);
            }
            leaveParent(next, unused);
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private synchronized void leaveParent(Handle closed, Queue<Handle> unused) {
        closed.parent.ifPresent(parent -> leave(parent, unused));
    }
}
