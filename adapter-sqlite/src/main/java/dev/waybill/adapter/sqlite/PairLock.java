package dev.waybill.adapter.sqlite;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.sync.SyncRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// That this run works on a pair: it alone on this machine, or with others that share it. The operating system lets
/// it go when the process ends, however it ends. Any number of threads may take one.
///
/// Each process opens a lock's file once, whatever it takes it for: closing any channel on a file lets go of
/// all the locks that the process has on it (POSIX fcntl), also those taken by another channel.
final class PairLock implements AutoCloseable {
    /// With whom a lock can be had.
    enum Kind {
        ALONE,
        SHARED
    }

    private static final int NAME_BYTES = 8;

    /// What this process holds, by file; guarded by itself.
    private static final Map<Path, Held> HELD = new HashMap<>();

    private final Path file;
    private boolean closed;

    /// A file that is locked.
    private static final class Held {
        private final FileChannel channel;
        private final Kind kind;
        private int users = 1;

        Held(FileChannel channel, Kind kind) {
            this.channel = channel;
            this.kind = kind;
        }
    }

    private PairLock(Path file) {
        this.file = file;
    }

    /// Takes the lock of `pair`, a file beside `state`.
    ///
    /// @throws SyncRefused.PairBusy if another run has it, and not to share it
    @MustBeClosed
    static PairLock take(Path state, SyncPair pair, Kind kind) {
        Path file = file(state, pair.local().toString(), pair.remote().toString());
        synchronized (HELD) {
            Held held = HELD.get(file);
            if (held == null) {
                HELD.put(file, new Held(lock(file, pair, kind), kind));
            } else if (kind == Kind.SHARED && held.kind == Kind.SHARED) {
                held.users++;
            } else {
                throw new SyncRefused.PairBusy(pair);
            }
        }
        return new PairLock(file);
    }

    @SuppressWarnings("MustBeClosedChecker") // Kept among what is held, or closed here.
    private static FileChannel lock(Path file, SyncPair pair, Kind kind) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel, kind) == null) {
                channel.close();
                throw new SyncRefused.PairBusy(pair);
            }
            return channel;
        } catch (IOException e) {
            throw new SyncRefused.StateUnusable("the lock " + file + " cannot be taken: " + e, e);
        }
    }

    /// Whether some process has the lock of the pair of these names.
    static boolean isTaken(Path state, String local, String remote) {
        try (FileChannel channel = FileChannel.open(file(state, local, remote), StandardOpenOption.WRITE)) {
            return tryLock(channel, Kind.ALONE) == null;
        } catch (NoSuchFileException neverTaken) {
            return false;
        } catch (IOException e) {
            throw new SyncRefused.StateUnusable("the lock of a run cannot be looked at: " + e, e);
        }
    }

    private static Path file(Path state, String local, String remote) {
        return Path.of(state + "-" + name(local + "\n" + remote) + ".lock");
    }

    private static @Nullable FileLock tryLock(FileChannel channel, Kind kind) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, kind == Kind.SHARED);
        } catch (OverlappingFileLockException e) {
            // Another run of this process has it, by another name of the file.
            return null;
        }
    }

    private static String name(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    /// The file stays: removing it would let two runs lock two files of one name.
    @Override
    public void close() {
        synchronized (HELD) {
            Held held = HELD.get(file);
            if (closed || held == null) {
                return;
            }
            closed = true;
            held.users--;
            if (held.users == 0) {
                HELD.remove(file);
                close(held.channel);
            }
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new SyncRefused.StateUnusable("the lock of a run cannot be let go: " + e, e);
        }
    }
}
