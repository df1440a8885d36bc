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

/// A folder whose files are hard links to contents. Any number of threads may use it.
///
/// Java makes no link by the handle of a folder, so each folder on the way is looked at: a link among them leads out
/// and is refused. Who swaps one in just then must be able to write to the folder anyway.
public final class LinkedFolder implements LinkTarget {
    /// What the folder adapter keeps for itself, and sweeps up a day later.
    private static final String RESERVED = ".waybill-";

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
            return isReached(target.getParent())
                    && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                    && Files.isSameFile(target, content);
        } catch (IOException | ArtifactFailure.Refused no) {
            return false;
        }
    }

    private boolean isReached(Path folder) {
        for (Path way = folder; !way.equals(root); way = way.getParent()) {
            if (!Files.isDirectory(way, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean link(Path content, ObjectKey path, boolean replace) {
        Path target = place(path);
        try {
            makeFolders(target.getParent(), path);
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
        for (String name : path.value().split("/")) {
            if (name.startsWith(RESERVED)
                    || Path.of(name).getNameCount() != 1
                    || Path.of(name).isAbsolute()) {
                throw refused(path, "cannot be the name of a file here");
            }
            place = place.resolve(name);
        }
        return place;
    }

    private void makeFolders(Path folder, ObjectKey path) throws IOException {
        Path way = root;
        for (Path name : root.relativize(folder)) {
            way = way.resolve(name);
            if (name.toString().isEmpty()) {
                continue;
            }
            try {
                Files.createDirectory(way);
            } catch (FileAlreadyExistsException there) {
                if (!Files.isDirectory(way, LinkOption.NOFOLLOW_LINKS)) {
                    throw refused(path, "would lie in what is a file or link: " + root.relativize(way));
                }
            }
        }
    }

    private ArtifactFailure.Refused refused(ObjectKey path, String why) {
        return new ArtifactFailure.Refused(path + " in " + root + " " + why);
    }
}
