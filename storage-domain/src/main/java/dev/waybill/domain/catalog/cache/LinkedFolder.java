package dev.waybill.domain.catalog.cache;

import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.artifact.LinkTarget;
import dev.waybill.port.ObjectKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.UUID;
import java.util.regex.Pattern;

/// A folder whose files are hard links to contents. Any number of threads may use it.
///
/// Java makes no link by the handle of a folder, so each folder on the way is looked at: a link among them leads out
/// and is refused. Who swaps one in just then must be able to write to the folder anyway.
public final class LinkedFolder implements LinkTarget {
    /// What the folder adapter keeps for itself, and sweeps up a day later.
    private static final String RESERVED = ".waybill-";

    private static final Pattern SEPARATOR = Pattern.compile("/");

    private final Path root;
    private final Clock clock;

    /// @param root the folder, which is there
    public LinkedFolder(Path root, Clock clock) {
        this.root = root.toAbsolutePath().normalize();
        this.clock = clock;
    }

    @Override
    public boolean isLink(Path content, ObjectKey path) {
        try {
            Path target = place(path);
            return isReached(target)
                    && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                    && Files.isSameFile(target, content);
        } catch (IOException | ArtifactFailure.Refused no) {
            return false;
        }
    }

    /// Whether all folders on the way to a file are there, and none is a link.
    private boolean isReached(Path target) {
        Path way = root;
        for (Path name : root.relativize(target)) {
            if (!way.equals(root) && !Files.isDirectory(way, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            way = way.resolve(name);
        }
        return true;
    }

    @Override
    public boolean link(Path content, ObjectKey path, boolean replace) {
        Path target = place(path);
        try {
            makeFolders(target, path);
            if (replace) {
                replace(content, target);
            } else {
                Files.createLink(target, content);
            }
            return true;
        } catch (FileAlreadyExistsException e) {
            throw refused(path, "is another file and is not replaced");
        } catch (FileSystemException | UnsupportedOperationException notBetweenTheTwo) {
            return false;
        } catch (IOException e) {
            throw refused(path, "cannot be linked: " + e.getMessage());
        }
    }

    private void replace(Path content, Path target) throws IOException {
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        // The name of an unfinished write, so that it is swept up like one if this process dies here.
        Path unfinished = target.resolveSibling(
                RESERVED + "put-" + Long.toHexString(clock.instant().getEpochSecond()) + "-" + UUID.randomUUID());
        Files.createLink(unfinished, content);
        try {
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    @Override
    public void seal(ObjectKey path) {
        try {
            ContentMark.seal(place(path));
        } catch (IOException e) {
            throw refused(path, "cannot be made read-only: " + e.getMessage());
        }
    }

    private Path place(ObjectKey path) {
        Path place = root;
        for (String name : SEPARATOR.splitAsStream(path.value()).toList()) {
            if (name.startsWith(RESERVED)
                    || Path.of(name).getNameCount() != 1
                    || Path.of(name).isAbsolute()) {
                throw refused(path, "cannot be the name of a file here");
            }
            place = place.resolve(name);
        }
        return place;
    }

    private void makeFolders(Path target, ObjectKey path) throws IOException {
        Path way = root;
        for (Path name : root.relativize(target)) {
            if (!way.equals(root)) {
                makeFolder(way, path);
            }
            way = way.resolve(name);
        }
    }

    private void makeFolder(Path folder, ObjectKey path) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw refused(path, "would lie in what is a file or link: " + root.relativize(folder));
            }
        }
    }

    private ArtifactFailure.Refused refused(ObjectKey path, String why) {
        return new ArtifactFailure.Refused(path + " in " + root + " " + why);
    }
}
