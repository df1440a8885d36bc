package dev.waybill.adapter.fs;

import dev.waybill.port.ObjectKey;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A file that is being written beside the key it is for. Closing it removes the file, and the folders made
/// for it, unless it was kept. One thread at a time.
final class Draft implements Closeable {
    /// To be read, too: what the system copied is hashed where it lies.
    private static final Set<StandardOpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private final Place place;
    private final Path name;
    private final FileChannel channel;
    private boolean kept;

    private Draft(Place place, Path name, FileChannel channel) {
        this.place = place;
        this.name = name;
        this.channel = channel;
    }

    /// Makes the file. A folder on the way may be removed by who deletes the last object in it just when
    /// this goes there; then it is made again.
    static Draft open(SafeRoot root, ObjectKey key, Clock clock, Presence presence) throws IOException {
        var names = FsKeys.names(key);
        for (int attempt = 1; ; attempt++) {
            try {
                return open(root.make(names), TempNames.file(clock.instant(), presence.token()));
            } catch (NoSuchFileException removed) {
                if (attempt == SafeRoot.ATTEMPTS) {
                    throw removed;
                }
            }
        }
    }

    private static Draft open(Place place, String fileName) throws IOException {
        Path name = Path.of(fileName);
        boolean opened = false;
        try {
            var channel = place.folder().openFile(name, OPTIONS);
            opened = true;
            return new Draft(place, name, channel);
        } finally {
            if (!opened) {
                place.undo();
                place.close();
            }
        }
    }

    Place place() {
        return place;
    }

    Path name() {
        return name;
    }

    FileChannel channel() {
        return channel;
    }

    /// Sets the time and has the disk keep the bytes.
    void finish(Optional<Instant> modified, boolean fsync) throws IOException {
        if (modified.isPresent()) {
            place.folder().setModified(name, modified.get());
        }
        if (fsync) {
            channel.force(true);
        }
        channel.close();
    }

    /// Keeps the file, which has another name now.
    void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        try (place;
                channel) {
            if (!kept) {
                discard();
            }
        }
    }

    private void discard() throws IOException {
        try {
            place.folder().deleteFile(name);
        } catch (NoSuchFileException swept) {
            return;
        } finally {
            place.undo();
        }
    }
}
