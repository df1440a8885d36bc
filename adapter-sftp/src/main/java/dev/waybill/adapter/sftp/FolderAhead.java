package dev.waybill.adapter.sftp;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A folder that a listing will come to, being read before. One thread at a time.
final class FolderAhead implements Closeable {
    /// More of one folder is not read before the listing comes to it.
    private static final int MOST_NAMES = 4096;

    private final FolderReading reading;
    private final Level level;
    private final Room room;
    private @Nullable IOException failure;
    private boolean read;
    private boolean there;

    /// How many folders a listing may read ahead. One thread at a time.
    static final class Room {
        private final Call call;
        private final FolderHandles.Share handles;
        private int left;

        Room(Call call, FolderHandles.Share handles) {
            this.call = call;
            this.handles = handles;
        }

        /// Lets so many wait for their turn, those that do already too.
        void allow(int folders) {
            left = folders;
        }

        int left() {
            return left;
        }

        /// Whether one more may be begun.
        boolean isOpen() {
            return left > 0 && handles.hasRoom();
        }
    }

    /// Begins to read the folder of this name.
    FolderAhead(String base, Wanted wanted, Room room) {
        this.room = room;
        level = new Level(base, wanted);
        room.handles.take();
        reading = FolderReading.of(room.call, base, room.handles::giveBack);
    }

    /// Whether its names are known.
    boolean isKnown() {
        return read;
    }

    /// Takes what is there of it, and begins to read the folders in it once all its names are known.
    void readAhead() {
        room.left--;
        try {
            while (!read && level.size() < MOST_NAMES && reading.isAnswered()) {
                step();
            }
        } catch (IOException e) {
            fail(e);
        }
        if (read) {
            level.readAhead(room);
        }
    }

    /// Takes the next answer, waiting for it.
    private void step() throws IOException {
        try {
            if (!there) {
                there = reading.isFolder();
            }
            List<RemoteEntry> some = there ? reading.next() : List.of();
            level.add(some);
            if (some.isEmpty()) {
                level.sort();
                end(null);
            }
        } catch (SftpStatus e) {
            fail(e);
        }
    }

    /// A folder that is not there any more has nothing in it; whatever else goes wrong is told when the listing comes
    /// to it.
    private void fail(IOException e) {
        boolean missing = e instanceof SftpStatus status && status.isMissing();
        there = there && !missing;
        end(missing ? null : e);
    }

    private void end(@Nullable IOException reason) {
        read = true;
        failure = reason;
        reading.close();
    }

    /// Its names, waiting for them; null if there is no such folder any more.
    @Nullable
    Level await() throws IOException {
        try {
            while (!read) {
                step();
            }
        } catch (IOException e) {
            fail(e);
        }
        if (failure != null) {
            throw failure;
        }
        return there ? level : null;
    }

    @Override
    public void close() {
        if (read) {
            level.close();
        } else {
            reading.close();
        }
    }
}
