package dev.waybill.adapter.fs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/// Locks on names, so that a condition is checked and acted on in one step. Any thread may use it.
///
/// Within this process every change of a key takes its lock. Among processes those that act under a
/// condition take one too, of the operating system, see [FolderLocks]; a write without condition does not
/// wait for another process, nor does a foreign program. The locks of an upload, which has a folder to itself, are on
/// files of their own, that are gone afterwards.
final class KeyLocks {
    private static final Map<String, Shared> LOCKS = new ConcurrentHashMap<>();
    private static final long RETRY_NANOS = 1_000_000;

    private KeyLocks() {}

    private static final class Shared {
        final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        int users;
    }

    /// Ends the hold when closed.
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /// The hold of nothing.
    static Held nothing() {
        return () -> {};
    }

    /// Waits for the lock of `name` in this process.
    static Held hold(String name) throws InterruptedException {
        return hold(name, ReentrantReadWriteLock::writeLock);
    }

    /// Waits for a share in the lock of `name` in this process, which others may have at the same time.
    static Held share(String name) throws InterruptedException {
        return hold(name, ReentrantReadWriteLock::readLock);
    }

    private static Held hold(String name, Function<ReentrantReadWriteLock, Lock> side) throws InterruptedException {
        Shared shared = LOCKS.compute(name, (same, known) -> {
            Shared entry = known == null ? new Shared() : known;
            entry.users++;
            return entry;
        });
        Lock lock = side.apply(shared.lock);
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            release(name);
            throw e;
        }
        return () -> {
            lock.unlock();
            release(name);
        };
    }

    private static void release(String name) {
        LOCKS.computeIfPresent(name, (same, entry) -> --entry.users == 0 ? null : entry);
    }

    /// Waits for the lock of `leaf` among processes; to be asked for under [#hold].
    static Held holdAmongProcesses(Folder folder, Path leaf) throws IOException {
        return holdFileAmongProcesses(folder, Path.of(TempNames.lock(leaf.toString())));
    }

    /// Waits for the lock among processes that is the file `name`, which is made if it is gone.
    static Held holdFileAmongProcesses(Folder folder, Path name) throws IOException {
        while (true) {
            var channel = folder.openFile(
                    name, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
            boolean held = false;
            try {
                lock(channel);
                var sight = sameFile(folder, name, channel);
                if (sight.isPresent()) {
                    held = true;
                    return () -> release(folder, name, channel, sight.get());
                }
            } finally {
                if (!held) {
                    channel.close();
                }
            }
        }
    }

    private static void lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                channel.lock();
                return;
            } catch (OverlappingFileLockException otherClassLoader) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /// Whether the locked file still has its name: the holder before may have removed it. Both channels stay
    /// open, since POSIX drops a process's lock with the first descriptor of the file that it closes.
    private static Optional<FileChannel> sameFile(Folder folder, Path name, FileChannel locked) throws IOException {
        byte[] token = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        locked.write(ByteBuffer.wrap(token), 0);
        FileChannel named;
        try {
            named = folder.openFile(name, Set.of(StandardOpenOption.READ));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
        var seen = ByteBuffer.allocate(token.length);
        if (named.read(seen, 0) == token.length && Arrays.equals(seen.array(), token)) {
            return Optional.of(named);
        }
        named.close();
        return Optional.empty();
    }

    private static void release(Folder folder, Path name, FileChannel locked, FileChannel named) {
        try (locked;
                named) {
            folder.deleteFile(name);
        } catch (IOException left) {
            // The lock itself goes with its channel; the file is used again, or swept as stale.
            return;
        }
    }
}
