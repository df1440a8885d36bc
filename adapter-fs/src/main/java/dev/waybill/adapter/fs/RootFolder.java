package dev.waybill.adapter.fs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The folder of a store itself: opens it, makes it, and knows it again. Any thread may use it.
final class RootFolder {
    private final Path path;
    private final FsConfig config;
    private final boolean handles;
    private final AtomicReference<@Nullable Object> identity = new AtomicReference<>();
    private final UnaryOperator<Folder> around;
    private final Spellings spellings = new Spellings();
    private final OpenFolders folders = new OpenFolders();

    RootFolder(FsConfig config, boolean handles, UnaryOperator<Folder> around) {
        this.path = realPath(config.root());
        this.config = config;
        this.handles = handles;
        this.around = around;
    }

    /// The path without links, also of what is not there yet, so that it is the same before and after.
    private static Path realPath(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path existing = absolute;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            return absolute;
        }
        try {
            return existing.toRealPath().resolve(existing.relativize(absolute)).normalize();
        } catch (IOException unreadable) {
            return absolute;
        }
    }

    /// The root, absolute and without links.
    Path path() {
        return path;
    }

    /// Which names its file system takes for one.
    Spellings spellings() {
        return spellings;
    }

    /// Whether it makes no difference how accents are put together; empty if nothing in the root can tell.
    Optional<Boolean> ignoresForm() throws IOException {
        if (!Files.isDirectory(path)) {
            return Optional.empty();
        }
        try (Folder root = around.apply(openBare())) {
            return Spellings.ignoresForm(root);
        }
    }

    /// Opens the root. It stays the folder that was opened first: what is left under its name when a file
    /// system is unmounted is another, and empty is not what it was.
    ///
    /// @return empty if it is missing and will be made by the first write
    /// @throws RootMissing if it is missing and will not be made, was there before, or is a file
    /// @throws RootReplaced if it is another folder than before
    Optional<Folder> open() throws IOException {
        return existing(this::openExisting);
    }

    /// Shares in the root while calls use it, see [#open].
    Optional<OpenFolders.Lease> share() throws IOException {
        return existing(this::shareExisting);
    }

    private interface Opening<T> {
        T run() throws IOException;
    }

    private <T> Optional<T> existing(Opening<T> opening) throws IOException {
        // Looked at beforehand: another call may make the root between this one's failure and its judgement.
        boolean wasThere = identity.get() != null;
        try {
            return Optional.of(opening.run());
        } catch (NoSuchFileException e) {
            if (config.createRoot() && !wasThere) {
                return Optional.empty();
            }
            throw new RootMissing(e);
        } catch (NotDirectoryException e) {
            throw new RootMissing(e);
        }
    }

    private OpenFolders.Lease shareExisting() throws IOException {
        var lease = folders.root(this::openExisting, this::isSameFolder);
        boolean learned = false;
        try {
            spellings.learn(lease.folder());
            learned = true;
            return lease;
        } finally {
            if (!learned) {
                lease.close();
            }
        }
    }

    private boolean isSameFolder() throws IOException {
        var found = Files.readAttributes(path, BasicFileAttributes.class);
        requireSame(found);
        return found.isDirectory() && found.fileKey() != null;
    }

    /// Opens the root, which is there.
    private Folder openExisting() throws IOException {
        Folder root = around.apply(openBare());
        boolean opened = false;
        try {
            spellings.learn(root);
            opened = true;
            return new ExactFolder(root, spellings);
        } finally {
            if (!opened) {
                root.close();
            }
        }
    }

    @SuppressWarnings("StreamResourceLeak") // closed with the folder that is made of it
    private Folder openBare() throws IOException {
        if (!handles) {
            return openPlain();
        }
        DirectoryStream<Path> stream = Files.newDirectoryStream(path);
        if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
            stream.close();
            return openPlain();
        }
        boolean same = false;
        try {
            requireSame(
                    secure.getFileAttributeView(BasicFileAttributeView.class).readAttributes());
            same = true;
        } finally {
            if (!same) {
                secure.close();
            }
        }
        return new SecureFolder(secure);
    }

    private Folder openPlain() throws IOException {
        requireSame(Files.readAttributes(path, BasicFileAttributes.class));
        return new PlainFolder(path);
    }

    /// Systems that number no files cannot tell.
    private void requireSame(BasicFileAttributes found) throws IOException {
        Object key = found.fileKey();
        if (key == null || !found.isDirectory()) {
            return;
        }
        Object before = identity.compareAndExchange(null, key);
        if (before != null && !before.equals(key)) {
            throw new RootReplaced();
        }
    }

    /// Opens the root, which is made if it is missing and may be.
    OpenFolders.Lease shareOrMake() throws IOException {
        var folder = share();
        if (folder.isPresent()) {
            return folder.get();
        }
        Files.createDirectories(path);
        return shareExisting();
    }

    /// The root is not there, or no folder.
    static final class RootMissing extends IOException {
        private static final long serialVersionUID = 1L;

        RootMissing(IOException cause) {
            super(cause.getMessage(), cause);
        }

        boolean isFile() {
            return getCause() instanceof NotDirectoryException;
        }
    }

    /// Another folder stands where the root was.
    static final class RootReplaced extends IOException {
        private static final long serialVersionUID = 1L;

        RootReplaced() {
            super("the root is another folder than before");
        }
    }
}
