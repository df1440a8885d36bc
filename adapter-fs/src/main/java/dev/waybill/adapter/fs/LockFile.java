package dev.waybill.adapter.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/// A file that is there only for the locks on its bytes, open and kept from being removed. Any thread may take
/// locks; one at a time opens or closes it.
///
/// - Whoever has it open shares the lock on the first byte; whoever removes it has that one alone, and got it while
///   having the second: so what was found under the name stays under it until it is closed.
/// - Every other byte is the lock of the names that hash to it.
///
/// All locks are asked for again and again. Waiting for one in a call of the system would close the file when the
/// thread is interrupted, and with it every lock of this process; and the system, which knows no threads, takes some
/// orders of them for a deadlock. No call here but those locks, which no interrupt ends, is made while others use it.
final class LockFile implements Closeable {
    private static final Path NAME = Path.of(TempNames.LOCKS);
    private static final Set<StandardOpenOption> CREATING =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final Set<StandardOpenOption> OPENING = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);

    /// Behind the bytes that are ever written: on Windows a locked byte cannot be.
    private static final long PRESENCE = 64;

    private static final long REMOVAL = 65;
    private static final long FIRST = 66;

    /// Far fewer than there may be: every file system and protocol has locks up to 2 GiB. Two names of one byte wait
    /// for each other, and nobody waits for one with another in hand.
    private static final int MASK = (1 << 30) - 1;

    private static final long RETRY_NANOS = 1_000_000;
    private static final int ATTEMPTS = 100;

    private final FileChannel file;
    private final FileChannel again;
    private final FileLock presence;

    /// @param again the same file by another channel, open as long: POSIX drops a process's locks with the first
    ///     descriptor of the file that it closes
    private LockFile(FileChannel file, FileChannel again, FileLock presence) {
        this.file = file;
        this.again = again;
        this.presence = presence;
    }

    /// Opens the file of `folder`, which is made if it is gone. In this process it must not be open yet.
    static LockFile open(Folder folder) throws IOException {
        while (true) {
            var file = openOrCreate(folder);
            boolean opened = false;
            try {
                var presence = lock(file, PRESENCE, true);
                var again = again(folder);
                if (again.isPresent()) {
                    opened = true;
                    return new LockFile(file, again.get(), presence);
                }
            } finally {
                if (!opened) {
                    file.close();
                }
            }
        }
    }

    private static FileChannel openOrCreate(Folder folder) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                var made = folder.openFile(NAME, CREATING);
                share(folder, made);
                return made;
            } catch (FileAlreadyExistsException there) {
                try {
                    return folder.openFile(NAME, OPENING);
                } catch (NoSuchFileException | AccessDeniedException passing) {
                    // It was removed, or is not yet opened to writers by another user who has just made it.
                    if (attempt == ATTEMPTS) {
                        throw passing;
                    }
                    LockSupport.parkNanos(RETRY_NANOS);
                }
            }
        }
    }

    /// To be done before anything is locked: it opens the file and closes it.
    private static void share(Folder folder, FileChannel made) throws IOException {
        boolean shared = false;
        try {
            folder.openToWriters(NAME);
            shared = true;
        } catch (NoSuchFileException removed) {
            shared = true;
        } finally {
            if (!shared) {
                made.close();
            }
        }
    }

    /// Opens what has the name, if that is the file whose presence this process has locked: whoever had it open
    /// before may have removed it. The runtime knows the file of each of its locks, and refuses a second one.
    private static Optional<FileChannel> again(Folder folder) throws IOException {
        FileChannel named;
        try {
            named = folder.openFile(NAME, OPENING);
        } catch (NoSuchFileException removed) {
            return Optional.empty();
        }
        boolean same = false;
        try {
            named.tryLock(PRESENCE, 1, true);
        } catch (OverlappingFileLockException ours) {
            same = true;
        } finally {
            if (!same) {
                named.close();
            }
        }
        return same ? Optional.of(named) : Optional.empty();
    }

    /// Waits for the lock of `name`.
    FileLock lock(String name) throws IOException {
        var sum = new CRC32C();
        sum.update(name.getBytes(StandardCharsets.UTF_8));
        return lock(file, FIRST + (sum.getValue() & MASK), false);
    }

    private static FileLock lock(FileChannel file, long position, boolean shared) throws IOException {
        while (true) {
            var lock = tryLock(file, position, shared);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new FileLockInterruptionException();
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    private static Optional<FileLock> tryLock(FileChannel file, long position, boolean shared) throws IOException {
        try {
            return Optional.ofNullable(file.tryLock(position, 1, shared));
        } catch (OverlappingFileLockException ours) {
            return Optional.empty();
        }
    }

    /// Closes the file, of which no name may be locked, and removes it if no other process has it open. An
    /// interrupted thread does so too.
    ///
    /// @param last whether whoever removes the file is to remove the folder with it, if that is empty
    /// @return what became of it
    Ending remove(Folder folder, boolean last) throws IOException {
        boolean interrupted = Thread.interrupted();
        try (this) {
            return end(folder, last);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// What became of a lock file that is closed.
    enum Ending {
        /// Another process has it open.
        IN_USE,
        /// It is removed.
        GONE,
        /// It is removed, and its folder shall be.
        GONE_LAST
    }

    private Ending end(Folder folder, boolean last) throws IOException {
        while (tryLock(file, REMOVAL, false).isEmpty()) {
            // Whoever has it waits for nothing.
            LockSupport.parkNanos(RETRY_NANOS);
        }
        presence.release();
        boolean alone = tryLock(file, PRESENCE, false).isPresent();
        if (!alone) {
            if (last) {
                file.write(ByteBuffer.allocate(1), 0);
            }
            return Ending.IN_USE;
        }
        boolean asked = folder.stat(NAME).filter(facts -> facts.size() > 0).isPresent();
        folder.deleteFile(NAME);
        return last || asked ? Ending.GONE_LAST : Ending.GONE;
    }

    @Override
    public void close() throws IOException {
        try (again) {
            file.close();
        }
    }
}
