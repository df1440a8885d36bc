package dev.waybill.adapter.sftp;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the names of one folder, several requests ahead. One thread at a time.
final class FolderReading implements Closeable {
    private static final int AHEAD = 4;

    private final Call call;
    private final Pending looked;
    private final Pending opened;
    private final Deque<Pending> underWay = new ArrayDeque<>();
    private byte @Nullable [] handle;
    private boolean ended;
    private boolean failed;

    private FolderReading(Call call, Pending looked, Pending opened) {
        this.call = call;
        this.looked = looked;
        this.opened = opened;
    }

    /// Begins to open the folder, a path below the root that is empty or ends in `/`.
    static FolderReading of(Call call, String folder) {
        String below = folder.isEmpty() ? "" : folder.substring(0, folder.length() - 1);
        var looked = call.send(below.isEmpty() ? Request.stat(call.path("")) : Request.lstat(call.path(below)));
        return new FolderReading(call, looked, call.send(Request.openFolder(call.path(below))));
    }

    /// Whether it is a folder, and no link to one: some servers do not tell links when they list.
    boolean isFolder() throws IOException {
        return looked.await().factsIfThere().filter(RemoteFacts::isFolder).isPresent();
    }

    /// Goes on as far as it can without waiting.
    void advance() throws IOException {
        if (handle == null && !failed && opened.isOver()) {
            try {
                ask(opened.await().handle());
            } catch (SftpStatus toldWhenRead) {
                failed = true;
            }
        }
    }

    private void ask(byte[] of) {
        handle = of;
        while (underWay.size() < AHEAD && !ended) {
            underWay.add(call.send(Request.readFolder(of)));
        }
    }

    /// Some more of its names, or none at the end.
    ///
    /// @throws SftpStatus if there is no such folder, or it may not be read
    List<RemoteEntry> next() throws IOException {
        ask(handle == null ? opened.await().handle() : handle);
        while (!underWay.isEmpty()) {
            var some = underWay.remove().await().entries();
            if (some.isEmpty()) {
                ended = true;
            } else if (!some.get().isEmpty()) {
                return some.get();
            } else if (handle != null) {
                ask(handle);
            }
        }
        return List.of();
    }

    /// Closes the folder, without waiting but for its being open.
    @Override
    public void close() {
        ended = true;
        if (handle == null) {
            opened.settle();
        }
        try {
            byte[] open = handle == null ? opened.isOver() ? opened.await().handle() : null : handle;
            if (open != null) {
                var unused = call.send(Request.close(open));
            }
        } catch (IOException neverOpened) {
            return;
        }
    }
}
