package dev.waybill.adapter.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Tells other processes of this machine that this one lives, as long as it does: what it leaves when it is killed can
/// then be removed at once, and not before. Any thread may use it.
///
/// It is a file in the machine's own temporary folder, not in the store: locks on a disk that machines share need not
/// reach from one to the other. The system gives up the lock when the process ends, however it ends.
final class Presence implements Closeable {
    /// Marks what was begun by an adapter that could not tell that it lives.
    static final String UNKNOWN = "0".repeat(16);

    /// The tokens of this process. Their files must not be opened here: POSIX drops a process's lock with the first
    /// descriptor of the file that it closes.
    private static final Set<String> OURS = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private @Nullable String token;
    private @Nullable FileChannel held;
    private boolean closed;

    Presence() {
        this(Path.of(System.getProperty("java.io.tmpdir"), "waybill-" + System.getProperty("user.name")));
    }

    /// @param folder where the file is kept; of this user alone
    Presence(Path folder) {
        this.folder = folder;
    }

    /// What begins in this adapter bears this token, 16 hexadecimal digits.
    synchronized String token() {
        if (token == null) {
            token = closed ? UNKNOWN : begin();
        }
        return token;
    }

    private String begin() {
        String mine = UUID.randomUUID().toString().replace("-", "").substring(0, UNKNOWN.length());
        OURS.add(mine);
        try {
            makeFolder();
            held = lock(folder.resolve(mine));
            return mine;
        } catch (IOException | UnsupportedOperationException | OverlappingFileLockException e) {
            // Without it, what a killed process leaves stays for a day, as on another machine.
            OURS.remove(mine);
            return UNKNOWN;
        }
    }

    private void makeFolder() throws IOException {
        try {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException there) {
            var permissions = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                    || !PosixFilePermissions.toString(permissions).equals("rwx------")) {
                throw there;
            }
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            // Whoever took it between the two for that of a dead process has removed it.
            locked = channel.tryLock() != null && Files.exists(file);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new IOException("somebody else has " + file);
        }
        return channel;
    }

    /// Whether the adapter of this token is known to have ended without closing.
    boolean isDead(String other) {
        Path file = folder.resolve(other);
        if (other.equals(UNKNOWN) || OURS.contains(other) || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                var lock = channel.tryLock()) {
            return lock != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    @SuppressWarnings("try") // the lock is only held
    public synchronized void close() {
        closed = true;
        FileChannel channel = held;
        String mine = token;
        if (channel == null || mine == null) {
            return;
        }
        held = null;
        token = UNKNOWN;
        try (FileChannel lock = channel) {
            Files.deleteIfExists(folder.resolve(mine));
        } catch (IOException e) {
            // It lies in a temporary folder, which is emptied without us.
            return;
        } finally {
            OURS.remove(mine);
        }
    }
}
