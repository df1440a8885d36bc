package dev.waybill.domain.catalog.cache;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Locks among all threads and processes that use a cache: bytes of one file, which the operating system lets go of
/// when a process ends, however it ends. Any number of threads may use it.
///
/// Each process opens the file once: closing any channel of it would let go of all the locks that the process has on it
/// (POSIX fcntl). Locks are asked for again and again, since waiting in the call of the system would close the file
/// when
/// a thread is interrupted.
final class CacheLocks implements AutoCloseable {
    /// That of who removes what is used least.
    static final long EVICTION = 0;

    private static final long RETRY_NANOS = 5_000_000;

    /// Every file system and protocol has locks up to 2 GiB. Two contents of one byte wait for each other, and nobody
    /// waits for one with another in hand.
    private static final int HEX_DIGITS = 7;

    private static final long CONTENTS = 1 << 10;
    private static final long VERSIONS = 1 << 29;

    /// What this process has open; guarded by itself.
    private static final Map<Path, OpenFile> OPEN = new HashMap<>();

    private final Path path;
    private final OpenFile file;
    private boolean closed;

    /// The file, and what is locked of it; guarded by itself.
    private static final class OpenFile {
        private final FileChannel channel;
        private final Map<Long, Slot> slots = new HashMap<>();
        private int users;

        OpenFile(FileChannel channel) {
            this.channel = channel;
        }
    }

    private static final class Slot {
        private final FileLock lock;
        private final boolean shared;
        private int users = 1;

        Slot(FileLock lock, boolean shared) {
            this.lock = lock;
            this.shared = shared;
        }
    }

    private CacheLocks(Path path, OpenFile file) {
        this.path = path;
        this.file = file;
    }

    /// @param path the file, which is made if it is not there
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // Closed by the last user.
    static CacheLocks open(Path path) throws IOException {
        synchronized (OPEN) {
            OpenFile file = OPEN.get(path);
            if (file == null) {
                Files.createDirectories(path.getParent());
                file = new OpenFile(FileChannel.open(
                        path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
                OPEN.put(path, file);
            }
            file.users++;
            return new CacheLocks(path, file);
        }
    }

    /// The lock of a content.
    static long of(Checksum digest) {
        return CONTENTS + Long.parseLong(digest.hex(), 0, HEX_DIGITS, 16);
    }

    /// The lock of the folder of a version.
    ///
    /// @param relative the folder, below that of all downloads
    static long of(Path relative) {
        byte[] name = relative.toString().getBytes(StandardCharsets.UTF_8);
        String hash = ContentHasher.hash(ChecksumAlgorithm.SHA256, name).hex();
        return VERSIONS + Long.parseLong(hash, 0, HEX_DIGITS, 16);
    }

    /// A lock that is held.
    interface Held extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /// Waits for a lock.
    ///
    /// @param position which
    /// @param shared whether others can have it too that want it shared
    /// @param patience ends the wait
    @MustBeClosed
    Held lock(long position, boolean shared, LockPatience patience) throws IOException, InterruptedException {
        while (true) {
            Optional<Held> held = tryLock(position, shared);
            if (held.isPresent()) {
                return held.get();
            }
            patience.waited();
            LockSupport.parkNanos(RETRY_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /// A lock, if it can be had now.
    Optional<Held> tryLock(long position, boolean shared) throws IOException {
        synchronized (file) {
            Slot slot = file.slots.get(position);
            if (slot != null) {
                if (!shared || !slot.shared) {
                    return Optional.empty();
                }
                slot.users++;
            } else {
                @Nullable FileLock lock = lockNow(position, shared);
                if (lock == null) {
                    return Optional.empty();
                }
                file.slots.put(position, new Slot(lock, shared));
            }
        }
        return Optional.of(() -> release(position));
    }

    private @Nullable FileLock lockNow(long position, boolean shared) throws IOException {
        try {
            return file.channel.tryLock(position, 1, shared);
        } catch (OverlappingFileLockException otherName) {
            // Another cache of this process has it, by another name of the file.
            return null;
        }
    }

    private void release(long position) throws IOException {
        synchronized (file) {
            Slot slot = file.slots.get(position);
            if (slot != null && --slot.users == 0) {
                file.slots.remove(position);
                slot.lock.release();
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (OPEN) {
            if (closed) {
                return;
            }
            closed = true;
            if (--file.users == 0) {
                OPEN.remove(path);
                file.channel.close();
            }
        }
    }
}
