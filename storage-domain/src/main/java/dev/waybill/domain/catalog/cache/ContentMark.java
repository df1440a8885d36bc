package dev.waybill.domain.catalog.cache;

import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.port.Checksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a content that was verified and not written to since is told from one that was: its time has a fraction of a
/// second that follows from its digest, and its file is not to be written to.
///
/// The mark is set with the last byte and before the name, by one and the same write; whoever writes to the file later,
/// by whichever of its names, gives it another time. A file system that keeps times more coarsely never shows the mark;
/// there, contents are read whole each time.
final class ContentMark {
    /// Times are compared by these, which every file system that is finer than seconds keeps.
    private static final int MICROS = 1_000_000;

    private static final int HEX_DIGITS = 7;

    /// For files of which nobody knows when they were changed.
    private static final Instant UNKNOWN = Instant.parse("2000-01-01T00:00:00Z");

    private ContentMark() {}

    /// What is under the name of a content.
    enum State {
        /// Nothing.
        ABSENT,
        /// What was verified.
        SOUND,
        /// Something of the right length that may have been written to since, or was never sealed.
        SUSPECT,
        /// Something else.
        WRONG
    }

    /// The time that the content of a file is to have: its own, to the second.
    static Instant time(ManifestFile file) {
        Instant second = file.modified().orElse(UNKNOWN).truncatedTo(ChronoUnit.SECONDS);
        return second.plus(micros(file.digest()), ChronoUnit.MICROS);
    }

    private static long micros(Checksum digest) {
        return Long.parseLong(digest.hex(), 0, HEX_DIGITS, 16) % MICROS;
    }

    private static boolean isMarked(FileTime time, Checksum digest) {
        return time.toInstant().get(ChronoField.MICRO_OF_SECOND) == micros(digest);
    }

    /// What is at `content`, as far as it shows without reading it.
    static State look(Path content, ManifestFile file) throws IOException {
        try {
            var view = Files.getFileAttributeView(content, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            var facts = view != null
                    ? view.readAttributes()
                    : Files.getFileAttributeView(content, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .readAttributes();
            if (!facts.isRegularFile() || facts.size() != file.size()) {
                return State.WRONG;
            }
            boolean sealed = !(facts instanceof PosixFileAttributes posix && isWritable(posix));
            return sealed && isMarked(facts.lastModifiedTime(), file.digest()) ? State.SOUND : State.SUSPECT;
        } catch (NoSuchFileException absent) {
            return State.ABSENT;
        }
    }

    private static boolean isWritable(PosixFileAttributes facts) {
        Set<PosixFilePermission> may = facts.permissions();
        return may.contains(PosixFilePermission.OWNER_WRITE)
                || may.contains(PosixFilePermission.GROUP_WRITE)
                || may.contains(PosixFilePermission.OTHERS_WRITE);
    }

    /// Marks a content that was found to be right.
    static void set(Path content, ManifestFile file) throws IOException {
        times(content, FileTime.from(time(file)), null);
        seal(content);
    }

    /// Makes a file one that is only to be read.
    static void seal(Path file) throws IOException {
        if (!file.toFile().setReadOnly()) {
            throw new IOException(file + " cannot be made read-only");
        }
    }

    /// Notes that a content was used.
    static void touch(Path content, Instant now) throws IOException {
        times(content, null, FileTime.from(now));
    }

    private static void times(Path content, @Nullable FileTime modified, @Nullable FileTime used) throws IOException {
        Files.getFileAttributeView(content, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(modified, used, null);
    }
}
