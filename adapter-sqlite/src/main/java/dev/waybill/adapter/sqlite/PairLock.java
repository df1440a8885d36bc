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
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// That this run, and no other on this machine, works on a pair. The operating system lets it go when the
/// process ends, however it ends.
final class PairLock implements AutoCloseable {
    private static final int NAME_BYTES = 8;

    private final FileChannel channel;

    private PairLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock of `pair`, a file beside `state`.
    ///
    /// @throws SyncRefused.PairBusy if another run has it
    @MustBeClosed
    static PairLock take(Path state, SyncPair pair) {
        Path file = file(state, pair.local().toString(), pair.remote().toString());
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new SyncRefused.PairBusy(pair);
            }
            return new PairLock(channel);
        } catch (IOException e) {
            throw new SyncRefused.StateUnusable("the lock " + file + " cannot be taken: " + e, e);
        }
    }

    /// Whether some process has the lock of the pair of these names.
    static boolean isTaken(Path state, String local, String remote) {
        try (FileChannel channel = FileChannel.open(file(state, local, remote), StandardOpenOption.WRITE)) {
            return tryLock(channel) == null;
        } catch (NoSuchFileException neverTaken) {
            return false;
        } catch (IOException e) {
            throw new SyncRefused.StateUnusable("the lock of a run cannot be looked at: " + e, e);
        }
    }

    private static Path file(Path state, String local, String remote) {
        return Path.of(state + "-" + name(local + "\n" + remote) + ".lock");
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another run of this process has it.
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
        try {
            channel.close();
        } catch (IOException e) {
            throw new SyncRefused.StateUnusable("the lock of a run cannot be let go: " + e, e);
        }
    }
}
