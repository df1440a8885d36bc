package dev.waybill.adapter.fs;

import dev.waybill.adapter.fs.FsConfig.Links;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The folder of a store, and the one way from a key to a file in it.
///
/// A key's folders are opened one by one from the root, each by the handle of the one before and never
/// through a link, and the file is used by the handle of the last. So no `..`, absolute name or link leads
/// out, neither one that is there nor one that is put in the place of a folder at any moment. Where Java has
/// no such handles, [PlainFolder] does what paths allow.
final class SafeRoot {
    /// How often a call goes on when the folders on its way vanish.
    static final int ATTEMPTS = 50;

    private final RootFolder root;
    private final Path path;
    private final FsConfig config;

    SafeRoot(FsConfig config) {
        this(config, true, UnaryOperator.identity());
    }

    /// @param handles whether to use handles of folders where Java offers them
    /// @param around what to lay around the root when it is opened
    SafeRoot(FsConfig config, boolean handles, UnaryOperator<Folder> around) {
        this.root = new RootFolder(config, handles, around);
        this.path = root.path();
        this.config = config;
    }

    /// The root, absolute and without links.
    Path path() {
        return path;
    }

    /// What to lock for a change of what is at `place`, whichever key led there.
    String lockName(Place place) {
        return path + "\0" + root.spellings().common(place.described());
    }

    /// Whether cases of letters make no difference here; empty if that cannot be told.
    @SuppressWarnings("try") // the root is only kept open
    Optional<Boolean> ignoresCase() {
        try (Closeable open = keepOpen()) {
            return root.spellings().ignoresCase();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// Whether it makes no difference here how accents are put together; empty if that cannot be told.
    Optional<Boolean> ignoresForm() {
        try {
            return root.ignoresForm();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    boolean followsLinks() {
        return config.links() == Links.FOLLOW;
    }

    /// Opens the root, see [RootFolder#open].
    Optional<Folder> open() throws IOException {
        return root.open();
    }

    /// Keeps the root open if it is there, and with it the folders that calls open meanwhile. That it is missing each
    /// of those calls will tell.
    Closeable keepOpen() throws IOException {
        try {
            var lease = root.share();
            return lease.isPresent() ? lease.get() : () -> {};
        } catch (RootFolder.RootMissing | RootFolder.RootReplaced told) {
            return () -> {};
        }
    }

    /// The place of `names`, if all its folders are there.
    ///
    /// @param follow whether links are followed, if they are at all; else the last name may be one itself
    /// @throws InTheWay if the way leads through a link that is not to be followed
    Optional<Place> find(List<Path> names, boolean follow) throws IOException {
        var top = root.share();
        return top.isEmpty() ? Optional.empty() : walk(new Place(this, top.get()), names, false, follow);
    }

    /// The place of `names`, whose folders are made where they are missing. One may be removed by who deletes
    /// the last object in it just when this goes there; then it is made again.
    ///
    /// @throws InTheWay if the way leads through a file, or a link that is not to be followed
    Place make(List<Path> names) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return walk(new Place(this, root.shareOrMake()), names, true, true)
                        .orElseThrow();
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
            found = new Way(this, place, make, follow).to(names);
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
        try (OpenFolders.Lease lease = root.shareOrMake()) {
            Folder top = lease.folder();
            boolean moved = false;
            try {
                top.move(made, in, name);
                moved = true;
            } catch (AtomicMoveNotSupportedException otherFileSystem) {
                return false;
            } catch (FileSystemException e) {
                if (in.stat(name).isEmpty()) {
                    throw e;
                }
            } finally {
                if (!moved) {
                    top.deleteFolder(made);
                }
            }
            return true;
        }
    }
}
