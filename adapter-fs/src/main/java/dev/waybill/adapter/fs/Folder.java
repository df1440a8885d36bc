package dev.waybill.adapter.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/// One open folder. Every name is a single segment and counts from this folder; links are never followed.
/// Any number of threads may use it at once.
interface Folder extends Closeable {
    /// What is at `name` now.
    Optional<FileFacts> stat(Path name) throws IOException;

    /// Opens a folder in this one, which the caller closes.
    ///
    /// @throws IOException if `name` is not a folder, as where it is a link to one
    Folder openFolder(Path name) throws IOException;

    /// Opens a file in this folder, which the caller closes. A file it creates has the mode that the
    /// process's umask leaves of `rw-rw-rw-`.
    ///
    /// @throws IOException if `name` is a link
    FileChannel openFile(Path name, Set<? extends OpenOption> options) throws IOException;

    /// Sets the mtime of a file.
    void setModified(Path name, Instant time) throws IOException;

    /// Renames in one step, over a file that is in the way.
    void move(Path name, Folder to, Path newName) throws IOException;

    void deleteFile(Path name) throws IOException;

    /// Removes a folder.
    ///
    /// @throws IOException if it is not empty
    void deleteFolder(Path name) throws IOException;

    /// What tells this folder from every other that this process has open.
    Object identity() throws IOException;

    /// Lets those write to a file of this process's user who may write to this folder.
    void openToWriters(Path name) throws IOException;

    /// The names in this folder, in no order. To be asked for once.
    Iterator<Path> names();

    /// Writes the names of this folder to the disk, so that they outlive a power cut.
    void sync() throws IOException;

    /// A time that Java can set: it hands the system a negative fraction of a second before 1970, which is
    /// refused or taken for 1970, so there the fraction is cut off.
    static Instant settable(Instant time) {
        return time.getEpochSecond() < 0 ? time.truncatedTo(ChronoUnit.SECONDS) : time;
    }

    /// Gives a file the permissions to write that its folder has for others than the owner, where it has any.
    static void openToWriters(PosixFileAttributeView folder, PosixFileAttributeView file) throws IOException {
        var shared = EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
        shared.retainAll(folder.readAttributes().permissions());
        if (shared.isEmpty()) {
            return;
        }
        if (shared.contains(PosixFilePermission.GROUP_WRITE)) {
            shared.add(PosixFilePermission.GROUP_READ);
        }
        if (shared.contains(PosixFilePermission.OTHERS_WRITE)) {
            shared.add(PosixFilePermission.OTHERS_READ);
        }
        var permissions = EnumSet.copyOf(file.readAttributes().permissions());
        if (permissions.addAll(shared)) {
            file.setPermissions(permissions);
        }
    }
}
