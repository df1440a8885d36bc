package dev.waybill.adapter.sftp;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the names of one folder, several requests ahead: enough for a small one as soon as it is open, so that it is
/// read without anybody waiting for it, and more for one that proves to be large. One thread at a time.
final class FolderReading implements Closeable {
    /// Its names, and that these were all.
    private static final int FIRST_AHEAD = 2;

    private static final int MOST_AHEAD = 16;

    private final Call call;
    private final Pending looked;
    private final Pending opened;
    private final Runnable whenClosed;
    /// Guarded by this object, as is all below: the thread that receives asks first.
    private final Deque<Pending> underWay = new ArrayDeque<>();

    private byte @Nullable [] handle;
    private int ahead = FIRST_AHEAD;
    private boolean closed;

    private FolderReading(Call call, Pending looked, Pending opened, Runnable whenClosed) {
        this.call = call;
        this.looked = looked;
        this.opened = opened;
        this.whenClosed = whenClosed;
    }

    /// Begins to open the folder, a path below the root that is empty or ends in `/`.
    static FolderReading of(Call call, String folder) {
        return of(call, folder, () -> {});
    }

    /// The same.
    ///
    /// @param whenClosed run once, by any thread, when the server was asked to close the folder or did not open it
    static FolderReading of(Call call, String folder, Runnable whenClosed) {
        String below = folder.isEmpty() ? "" : folder.substring(0, folder.length() - 1);
        var looked = call.send(below.isEmpty() ? Request.stat(call.path("")) : Request.lstat(call.path(below)));
        var opened = call.send(Request.openFolder(call.path(below)));
        var reading = new FolderReading(call, looked, opened, whenClosed);
        opened.whenOver(reading::askAtOnce);
        return reading;
    }

    private synchronized void askAtOnce() {
        try {
            ask();
        } catch (IOException toldWhenRead) {
            close();
        }
    }

    /// Nothing is asked of a folder behind its being closed: its handle may be another's by then.
    private void ask() throws IOException {
        if (!closed) {
            requireOpen();
        }
        while (handle != null && !closed && underWay.size() < ahead) {
            var asked = call.send(Request.readFolder(handle));
            underWay.add(asked);
            asked.whenOver(() -> closeBehind(asked));
        }
    }

    private synchronized void requireOpen() throws IOException {
        if (handle == null) {
            handle = opened.await().handle();
        }
    }

    /// Closes the folder if this was its last answer, and does not leave it open until the listing comes to it.
    private void closeBehind(Pending asked) {
        if (asked.arrived().filter(Reply::hasNames).isEmpty()) {
            close();
        }
    }

    /// Whether it is a folder, and no link to one: some servers do not tell links when they list.
    boolean isFolder() throws IOException {
        return looked.await().factsIfThere().filter(RemoteFacts::isFolder).isPresent();
    }

    /// Whether some more is told without waiting. Asks for more where nothing is due.
    synchronized boolean isAnswered() throws IOException {
        if (!looked.isOver() || !opened.isOver()) {
            return false;
        }
        if (underWay.isEmpty()) {
            askMore();
        }
        return underWay.isEmpty() || underWay.getFirst().isOver();
    }

    /// Some more of its names, or none at the end.
    ///
    /// @throws SftpStatus if there is no such folder, or it may not be read
    List<RemoteEntry> next() throws IOException {
        var unused = opened.await();
        requireOpen();
        for (var answer = take(); answer != null; answer = take()) {
            var some = answer.await().entries();
            if (some.isEmpty()) {
                close();
                break;
            }
            if (!some.get().isEmpty()) {
                return some.get();
            }
        }
        return List.of();
    }

    /// The next answer, or null at the end. Asks for more where those that are due are not there yet, the more the
    /// longer the folder proves to be.
    private synchronized @Nullable Pending take() throws IOException {
        if (underWay.isEmpty() || !underWay.getFirst().isOver()) {
            askMore();
        }
        return underWay.poll();
    }

    private void askMore() throws IOException {
        ahead = Math.min(MOST_AHEAD, 2 * ahead);
        ask();
    }

    /// Closes the folder, without waiting but for its being open.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (handle == null) {
            opened.settle();
        }
        try {
            byte[] open = handle == null ? opened.isOver() ? opened.await().handle() : null : handle;
            if (open != null) {
                handle = open;
                var unused = call.send(Request.close(open));
            }
        } catch (IOException neverOpened) {
            return;
        } finally {
            whenClosed.run();
        }
    }
}
