package dev.waybill.adapter.fs;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The way to one place, from the root folder after folder. One thread at a time.
final class Way {
    private static final int MAX_LINKS = 40;

    private final SafeRoot root;
    private final Place place;
    private final boolean make;
    private final boolean follow;
    private final Deque<Path> pending = new ArrayDeque<>();
    private int links;

    /// @param place of any name in the root, to be led to another
    /// @param make whether folders that are missing are made
    /// @param follow whether links are followed, if they are at all
    Way(SafeRoot root, Place place, boolean make, boolean follow) {
        this.root = root;
        this.place = place;
        this.make = make;
        this.follow = follow;
    }

    /// Goes there.
    ///
    /// @return whether all folders are there
    /// @throws InTheWay if what is on the way rules the place out
    boolean to(List<Path> names) throws IOException {
        pending.addAll(names);
        while (pending.size() > 1) {
            if (!step(pending.removeFirst())) {
                return false;
            }
        }
        Path leaf = pending.getFirst();
        if (follow && root.followsLinks() && is(FileFacts.Kind.LINK, leaf)) {
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
            throw new InTheWay(root.name(link) + " is a link to a folder");
        }
        return found;
    }

    private boolean is(FileFacts.Kind kind, Path name) throws IOException {
        return place.folder().stat(name).filter(facts -> facts.kind() == kind).isPresent();
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
            case FOLDER -> {
                return enter(name, facts);
            }
            case LINK -> follow(name);
            case FILE, SPECIAL -> {
                if (make) {
                    throw new InTheWay(root.name(place.path().resolve(name)) + " is a file, no folder");
                }
                return false;
            }
        }
        return true;
    }

    private boolean enter(Path name, Optional<FileFacts> facts) throws IOException {
        try {
            place.enter(name, facts);
            return true;
        } catch (NoSuchFileException removed) {
            if (make) {
                throw removed;
            }
            return false;
        }
    }

    private void follow(Path name) throws IOException {
        Path link = place.path().resolve(name);
        if (!root.followsLinks()) {
            throw InTheWay.unfollowed(root.name(link));
        }
        if (!follow) {
            throw new InTheWay(root.name(link) + " is a symbolic link, through which one reads and writes, but deletes"
                    + " nothing: the file has another key");
        }
        if (++links > MAX_LINKS) {
            throw new InTheWay(root.name(link) + " leads through too many links");
        }
        var target = root.target(link);
        if (target.isEmpty() && pending.isEmpty()) {
            throw new InTheWay(root.name(link) + " is a link to the root");
        }
        target.reversed().forEach(pending::addFirst);
        place.restart();
    }
}
