package dev.waybill.adapter.fs;

import dev.waybill.adapter.fs.FsConfig.Links;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The folder of a store, and the one way from a key to a file in it.
///
/// A key's folders are opened one by one from the root, each by the handle of the one before and never
/// through a link, and the file is used by the handle of the last. So no `..`, absolute name or link leads
/// out, neither one that is there nor one that is put in the place of a folder at any moment. Where Java has
/// no such handles, [PlainFolder] does what paths allow.
final class SafeRoot {
    /// How often a call goes on when the folders on its way vanish.
    static final int ATTEMPTS = 50;

    private static final int MAX_LINKS = 40;

    private final Path path;
    private final FsConfig config;
    private final boolean handles;
    private final AtomicReference<@Nullable Object> identity = new AtomicReference<>();
    private final UnaryOperator<Folder> around;
    private final Spellings spellings = new Spellings();

    SafeRoot(FsConfig config) {
        this(config, true, UnaryOperator.identity());
    }

    /// @param handles whether to use handles of folders where Java offers them
    /// @param around what to lay around the root when it is opened
    SafeRoot(FsConfig config, boolean handles, UnaryOperator<Folder> around) {
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

    /// What to lock for a change of what is at `place`, whichever key led there.
    String lockName(Place place) {
        return path + "\0" + spellings.common(place.described());
    }

    boolean followsLinks() {
        return config.links() == Links.FOLLOW;
    }

    /// Opens the root. It stays the folder that was opened first: what is left under its name when a file
    /// system is unmounted is another, and empty is not what it was.
    ///
    /// @return empty if it is missing and will be made by the first write
    /// @throws RootMissing if it is missing and will not be made, was there before, or is a file
    /// @throws RootReplaced if it is another folder than before
    Optional<Folder> open() throws IOException {
        try {
            return Optional.of(openExisting());
        } catch (NoSuchFileException e) {
            if (config.createRoot() && identity.get() == null) {
                return Optional.empty();
            }
            throw new RootMissing(e);
        } catch (NotDirectoryException e) {
            throw new RootMissing(e);
        }
    }

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

    private Folder openOrMake() throws IOException {
        var folder = open();
        if (folder.isPresent()) {
            return folder.get();
        }
        Files.createDirectories(path);
        return openExisting();
    }

    /// The place of `names`, if all its folders are there.
    ///
    /// @param follow whether links are followed, if they are at all; else the last name may be one itself
    /// @throws InTheWay if the way leads through a link that is not to be followed
    Optional<Place> find(List<Path> names, boolean follow) throws IOException {
        var root = open();
        return root.isEmpty() ? Optional.empty() : walk(new Place(this, root.get()), names, false, follow);
    }

    /// The place of `names`, whose folders are made where they are missing. One may be removed by who deletes
    /// the last object in it just when this goes there; then it is made again.
    ///
    /// @throws InTheWay if the way leads through a file, or a link that is not to be followed
    Place make(List<Path> names) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return walk(new Place(this, openOrMake()), names, true, true).orElseThrow();
            } catch (NoSuchFileException removed) {
                if (attempt == ATTEMPTS) {
                    throw removed;
                }
            }
        }
    }

    private Optional<Place> walk(Place place, List<Path> names, boolean make, boolean follow) throws IOException {
        boolean found = false;
        try {
            found = new Walk(place, make, follow).to(names);
            return found ? Optional.of(place) : Optional.empty();
        } finally {
            if (!found) {
                place.undo();
                place.close();
            }
        }
    }

    /// Where the link at `link` leads, as names from the root.
    ///
    /// @throws InTheWay if it leads out of the root, or nowhere
    List<Path> target(Path link) throws IOException {
        Path real;
        try {
            real = link.toRealPath();
        } catch (NoSuchFileException | FileSystemLoopException e) {
            throw new InTheWay(name(link) + " is a link that leads nowhere");
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            throw new InTheWay(name(link) + " is a link that cannot be followed: " + e.getReason());
        }
        if (!real.startsWith(path)) {
            throw new InTheWay(name(link) + " is a link that leads out of the root");
        }
        var names = new ArrayList<Path>();
        path.relativize(real).forEach(names::add);
        names.removeIf(name -> name.toString().isEmpty());
        if (names.stream().anyMatch(name -> FsKeys.isReserved(name.toString()))) {
            throw new InTheWay(name(link) + " is a link into what is reserved for unfinished writes");
        }
        return names;
    }

    /// How `file` is called in messages: from the root.
    String name(Path file) {
        return path.relativize(file).toString();
    }

    /// The way to one place.
    private final class Walk {
        private final Place place;
        private final boolean make;
        private final boolean follow;
        private final Deque<Path> pending = new ArrayDeque<>();
        private int links;

        Walk(Place place, boolean make, boolean follow) {
            this.place = place;
            this.make = make;
            this.follow = follow;
        }

        boolean to(List<Path> names) throws IOException {
            pending.addAll(names);
            while (pending.size() > 1) {
                if (!step(pending.removeFirst())) {
                    return false;
                }
            }
            Path leaf = pending.getFirst();
            if (follow && followsLinks() && is(FileFacts.Kind.LINK, leaf)) {
                return throughLeaf(leaf);
            }
            place.setLeaf(leaf);
            return true;
        }

        private boolean throughLeaf(Path leaf) throws IOException {
            Path link = place.path().resolve(leaf);
            pending.clear();
            follow(leaf);
            boolean found = to(List.of());
            if (found && make && is(FileFacts.Kind.FOLDER, place.leaf())) {
                throw new InTheWay(name(link) + " is a link to a folder");
            }
            return found;
        }

        private boolean is(FileFacts.Kind kind, Path name) throws IOException {
            return place.folder()
                    .stat(name)
                    .filter(facts -> facts.kind() == kind)
                    .isPresent();
        }

        private boolean step(Path name) throws IOException {
            var facts = place.folder().stat(name);
            if (facts.isEmpty()) {
                if (make) {
                    place.make(name);
                }
                return make;
            }
            switch (facts.get().kind()) {
                case FOLDER -> place.enter(name);
                case LINK -> follow(name);
                case FILE, SPECIAL -> {
                    if (make) {
                        throw new InTheWay(name(place.path().resolve(name)) + " is a file, no folder");
                    }
                    return false;
                }
            }
            return true;
        }

        private void follow(Path name) throws IOException {
            Path link = place.path().resolve(name);
            if (!followsLinks()) {
                throw InTheWay.unfollowed(name(link));
            }
            if (!follow) {
                throw new InTheWay(name(link) + " is a symbolic link, through which one reads and writes, but deletes"
                        + " nothing: the file has another key");
            }
            if (++links > MAX_LINKS) {
                throw new InTheWay(name(link) + " leads through too many links");
            }
            var target = target(link);
            if (target.isEmpty() && pending.isEmpty()) {
                throw new InTheWay(name(link) + " is a link to the root");
            }
            target.reversed().forEach(pending::addFirst);
            place.restart();
        }
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

    /// Makes a folder in one that a link cannot be swapped for, by the name of an open one.
    void makeFolder(Folder in, Path at, Path name) throws IOException {
        if (at.equals(path) || !moveIn(in, name)) {
            try {
                Files.createDirectory(at.resolve(name));
            } catch (FileAlreadyExistsException raced) {
                // Whoever was faster made it; entering it tells whether it is a folder.
                return;
            }
        }
    }

    /// Java cannot make a folder by the handle of another one, but can move one so: it is made in the root
    /// and moved to where it belongs. False where the root may not be written, or is another file system.
    private boolean moveIn(Folder in, Path name) throws IOException {
        Path made = Path.of(TempNames.folder());
        try {
            Files.createDirectory(path.resolve(made));
        } catch (AccessDeniedException unwritable) {
            return false;
        }
        try (Folder root = openExisting()) {
            boolean moved = false;
            try {
                root.move(made, in, name);
                moved = true;
            } catch (AtomicMoveNotSupportedException otherFileSystem) {
                return false;
            } catch (FileSystemException e) {
                if (in.stat(name).isEmpty()) {
                    throw e;
                }
            } finally {
                if (!moved) {
                    root.deleteFolder(made);
                }
            }
            return true;
        }
    }
}
