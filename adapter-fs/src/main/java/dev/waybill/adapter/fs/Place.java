package dev.waybill.adapter.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A name in an open folder, with the open folders that lead to it from the root. One thread at a time.
final class Place implements Closeable {
    private final SafeRoot root;
    private final List<OpenFolders.Lease> folders = new ArrayList<>();
    private final List<Path> names = new ArrayList<>();
    private int made;
    private Path leaf = Path.of("");

    /// @param top the root, closed with this
    Place(SafeRoot root, OpenFolders.Lease top) {
        this.root = root;
        folders.add(top);
    }

    /// The folder the name lies in.
    Folder folder() {
        return folders.getLast().folder();
    }

    /// The name.
    Path leaf() {
        return leaf;
    }

    void setLeaf(Path name) {
        leaf = name;
    }

    /// The path of [#folder] when it was opened.
    Path path() {
        Path path = root.path();
        for (Path name : names) {
            path = path.resolve(name);
        }
        return path;
    }

    /// What is at the name now.
    Optional<FileFacts> stat() throws IOException {
        return folder().stat(leaf);
    }

    /// What file is at the name now; a folder is none.
    ///
    /// @throws InTheWay if what is there is neither
    Optional<FileFacts> file() throws IOException {
        var facts = stat();
        if (facts.isPresent()) {
            requireOrdinary(facts.get());
        }
        return facts.filter(FileFacts::isFile);
    }

    /// @param found what is at the name
    /// @throws InTheWay if it is neither a file nor a folder
    void requireOrdinary(FileFacts found) throws InTheWay {
        switch (found.kind()) {
            case FILE, FOLDER -> {}
            case LINK -> throw InTheWay.unfollowed(described());
            case SPECIAL -> throw new InTheWay(described() + " is a device, pipe or socket");
        }
    }

    /// How the name is called in messages: with its folders from the root.
    String described() {
        return root.name(path().resolve(leaf));
    }

    /// @param seen what was just found at the name; empty if that is not known
    void enter(Path name, Optional<FileFacts> seen) throws IOException {
        folders.add(folders.getLast().enter(name, seen));
        names.add(name);
    }

    /// Makes a folder that is not there, and enters it.
    void make(Path name) throws IOException {
        root.makeFolder(folder(), path(), name);
        enter(name, Optional.empty());
        made++;
    }

    /// Goes back to the root.
    void restart() throws IOException {
        while (folders.size() > 1) {
            folders.removeLast().close();
        }
        names.clear();
    }

    /// Waits for the lock of the name among processes; to be asked for under [KeyLocks#hold].
    KeyLocks.Held hold() throws IOException {
        return folders.getLast().open().hold(leaf);
    }

    /// Whether the folder at the name has nothing in it.
    ///
    /// @param found what is at the name
    boolean isEmptyFolder(FileFacts found) throws IOException {
        try (OpenFolders.Lease inner = folders.getLast().enter(leaf, Optional.of(found))) {
            return inner.open().isEmpty();
        }
    }

    /// Removes the folder at the name.
    ///
    /// @param found what is at the name
    /// @throws InTheWay if something is in it
    void removeFolder(FileFacts found) throws IOException {
        try (OpenFolders.Lease inner = folders.getLast().enter(leaf, Optional.of(found))) {
            if (!inner.open().remove()) {
                throw notEmpty();
            }
        }
    }

    /// That the folder at the name cannot give way.
    InTheWay notEmpty() {
        return new InTheWay(described() + " is a folder that is not empty");
    }

    /// Sees to it that what somebody left of the locks on names beside this one goes when nobody has them open.
    void takeOverLocks() throws IOException {
        folders.getLast().open().takeOverLocks();
    }

    /// Removes the folders that were made on the way, as far as they are empty.
    void undo() {
        prune(made);
        made = 0;
    }

    /// Removes the folder and those around it but the root, as far as they are empty.
    void prune() {
        prune(names.size());
    }

    private void prune(int atMost) {
        try {
            for (int i = names.size(); i > names.size() - atMost; i--) {
                if (!folders.get(i).open().remove()) {
                    return;
                }
            }
        } catch (IOException inUse) {
            // What is in use stays, and so does all around it.
            return;
        }
    }

    /// Has the disk keep the name, and the names of the folders that were made on the way.
    void sync() throws IOException {
        for (int i = folders.size() - 1; i >= folders.size() - 1 - made; i--) {
            folders.get(i).open().sync();
        }
    }

    /// The folder the name lies in, which the caller closes; nothing but [#close] may be asked for afterwards.
    OpenFolders.Lease takeFolder() {
        return folders.removeLast();
    }

    @Override
    public void close() throws IOException {
        for (OpenFolders.Lease folder : folders.reversed()) {
            folder.close();
        }
    }
}
