package dev.waybill.adapter.sftp;

import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.SkippedEntry.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Walks the folders below the root in the order of keys, holding the names of one folder of each depth, and of those
/// that are read ahead. One thread at a time.
///
/// On a long way the requests of many folders must be under way at once. How many grows with how many are walked, so
/// that who asks for little does not make the server read much; those that come next are read first.
final class SftpWalk implements Iterator<ObjectMetadata>, Closeable {
    private static final int FIRST_AHEAD = 16;
    private static final int MORE_AHEAD = 8;
    private static final int MOST_AHEAD = 1024;

    private static final int ENTERED_AT_MOST = 64;

    /// So many of each folder on the way, too, so that the next branch is known when this one ends.
    private static final int OF_EACH_FOLDER = 4;

    private final Call call;
    private final SftpErrors errors;
    private final Lifetime lifetime;
    private final ListOptions options;
    private final Wanted wanted;
    private final Deque<Level> levels = new ArrayDeque<>();
    private final FolderHandles.Share handles;
    private final FolderAhead.Room room;
    private int enteredSince;
    private int ahead = FIRST_AHEAD;
    private @Nullable ObjectMetadata next;

    /// @param call closed with this
    SftpWalk(Call call, SftpErrors errors, Lifetime lifetime, ListOptions options) throws IOException {
        this.call = call;
        this.errors = errors;
        this.lifetime = lifetime;
        this.options = options;
        wanted = new Wanted(options);
        handles = call.channel().folders().share();
        room = new FolderAhead.Room(call, handles);
        boolean started = false;
        try {
            start();
            started = true;
        } finally {
            if (!started) {
                handles.close();
            }
        }
    }

    /// Opens the first folder while it looks at what leads to it, and reads nothing of it where that is in the way.
    private void start() throws IOException {
        String base = SftpKeys.folderOf(options.prefix());
        if (!base.isEmpty()
                && SftpKeys.violation(base.substring(0, base.length() - 1)).isPresent()) {
            boolean unused = call.hasRoot();
            return;
        }
        var first = new FolderAhead(base, wanted, room);
        boolean entered = false;
        try {
            if (base.isEmpty() ? call.hasRoot() : isFolderThere(base.substring(0, base.length() - 1))) {
                enter(first);
                entered = true;
            }
        } finally {
            if (!entered) {
                first.close();
            }
        }
    }

    private boolean isFolderThere(String folder) throws IOException {
        var looking = call.look(SftpKeys.folders(new ObjectKey(folder)), folder);
        boolean rootThere = call.hasRoot();
        try {
            var place = looking.await();
            if (place.leaf().isPresent()) {
                Call.requireNoLink(folder, place.leaf().get());
            }
            return rootThere && place.leaf().filter(RemoteFacts::isFolder).isPresent();
        } catch (InTheWay link) {
            skip(folder, Reason.LINK);
            return false;
        }
    }

    private void enter(FolderAhead folder) throws IOException {
        var level = folder.await();
        if (level == null) {
            return;
        }
        levels.push(level);
        level.skipped().forEach(options.onSkipped());
        String base = level.base();
        if (level.isEmpty() && !base.isEmpty() && wanted.isAsked(base)) {
            skip(base, Reason.EMPTY_FOLDER);
        }
    }

    private void skip(String name, Reason reason) {
        options.onSkipped().accept(new SkippedEntry(name, reason));
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && !levels.isEmpty()) {
                lifetime.goOn(Optional.empty());
                advance();
            }
            return next != null;
        } catch (IOException e) {
            throw errors.of(Optional.empty(), e);
        }
    }

    private void advance() throws IOException {
        var level = levels.getFirst();
        if (!level.hasNext()) {
            levels.pop();
            return;
        }
        var entry = level.next();
        if (!entry.isFolder()) {
            next = entry.facts().metadata(new ObjectKey(level.base() + entry.name()));
            return;
        }
        var folder = level.take(entry, room);
        ahead = Math.min(MOST_AHEAD, ahead + MORE_AHEAD);
        if (!folder.isKnown() || ++enteredSince == ENTERED_AT_MOST) {
            enteredSince = 0;
            readAhead();
        }
        enter(folder);
    }

    /// Reads what comes next: what is left of the folder it is in, then of the one around it. Looking for it takes
    /// time,
    /// so it is done before waiting, and now and then.
    private void readAhead() {
        room.allow(ahead);
        for (var level : levels) {
            room.allow(Math.max(room.left(), OF_EACH_FOLDER));
            level.readAhead(room);
        }
    }

    @Override
    public ObjectMetadata next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        var given = next;
        next = null;
        return given;
    }

    @Override
    public void close() {
        levels.forEach(Level::close);
        levels.clear();
        handles.close();
        call.close();
    }
}
