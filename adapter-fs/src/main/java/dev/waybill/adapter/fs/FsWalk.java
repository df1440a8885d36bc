package dev.waybill.adapter.fs;

import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.SkippedEntry.Reason;
import dev.waybill.port.StorageException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The files below a folder in the order of their keys. One thread at a time.
///
/// Each folder is read whole and sorted, a folder in it under its name with a `/` behind; so the memory it
/// takes is that of the folders between the root and the current file.
final class FsWalk implements Iterator<ObjectMetadata>, Closeable {
    private final SafeRoot root;
    private final FsErrors errors;
    private final Lifetime lifetime;
    private final ListOptions options;
    private final FollowedLinks links;
    private final Deque<Level> levels = new ArrayDeque<>();
    private @Nullable ObjectMetadata next;

    /// A folder on the way to the current file.
    ///
    /// @param base what its keys begin with
    /// @param real its path without links
    private record Level(Folder folder, String base, Path real, Iterator<FolderEntry> entries) {}

    /// Opens the folder that holds all of the prefix, if it is there.
    ///
    /// @throws RootFolder.RootMissing if the root is not there
    /// @throws StorageException if it cannot tell what is under the prefix, which must not look like nothing
    FsWalk(SafeRoot root, FsErrors errors, Lifetime lifetime, ListOptions options) throws IOException {
        this.root = root;
        this.errors = errors;
        this.lifetime = lifetime;
        this.options = options;
        this.links = new FollowedLinks(root);
        String prefix = options.prefix().value();
        if (!FsKeys.isSayable(prefix)) {
            throw errors.of(ObjectKey.parse(prefix.replaceFirst("/$", "")), new InTheWay(FsKeys.LOCALE_RULE));
        }
        String base = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        if (base.isEmpty()) {
            var top = root.open();
            if (top.isPresent()) {
                push(top.get(), root.path(), "");
            }
        } else {
            requireRoot();
            String path = base.substring(0, base.length() - 1);
            if (FsKeys.violation(path).isEmpty()) {
                start(FsKeys.names(path), base);
            }
        }
    }

    private void requireRoot() throws IOException {
        var top = root.open();
        if (top.isPresent()) {
            top.get().close();
        }
    }

    private void start(List<Path> names, String base) throws IOException {
        try (Place place = root.find(names, true).orElse(null)) {
            var facts = place == null ? Optional.<FileFacts>empty() : place.stat();
            if (place == null || facts.isEmpty()) {
                return;
            }
            switch (facts.get().kind()) {
                case FOLDER -> {
                    Path real = place.path().resolve(place.leaf());
                    push(place.folder().openFolder(place.leaf()), real, base);
                }
                case LINK -> skip(base.substring(0, base.length() - 1), Reason.LINK);
                case FILE, SPECIAL -> {}
            }
        } catch (InTheWay link) {
            skip(base.substring(0, base.length() - 1), root.followsLinks() ? Reason.LINK_OUTSIDE : Reason.LINK);
        }
    }

    private void push(Folder folder, Path real, String base) throws IOException {
        boolean pushed = false;
        try {
            var reading = new FolderReading(folder, base, options, name -> links.resolve(real, name, this::isOpen));
            var entries = reading.read();
            levels.push(new Level(folder, base, real, entries.iterator()));
            pushed = true;
            if (reading.isEmpty() && !base.isEmpty() && isAsked(base)) {
                skip(base, Reason.EMPTY_FOLDER);
            }
        } finally {
            if (!pushed) {
                folder.close();
            }
        }
    }

    private boolean isAsked(String name) {
        return name.startsWith(options.prefix().value())
                && options.startAfter()
                        .filter(after -> FsKeys.compare(after.value(), name) >= 0)
                        .isEmpty();
    }

    private void skip(String name, Reason reason) {
        options.onSkipped().accept(new SkippedEntry(name, reason));
    }

    /// Whether the listing is in the folder, so that a link to it would lead round.
    private boolean isOpen(Path folder) {
        return levels.stream().anyMatch(level -> level.real.startsWith(folder));
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && !levels.isEmpty()) {
                lifetime.goOn(Optional.empty());
                advance();
            }
            return next != null;
        } catch (IOException e) {
            throw errors.of(Optional.empty(), e);
        }
    }

    private void advance() throws IOException {
        var level = levels.getFirst();
        if (!level.entries.hasNext()) {
            levels.pop().folder.close();
            return;
        }
        var entry = level.entries.next();
        if (entry.isFolder()) {
            if (!options.omittable().test(level.base + entry.name())) {
                descend(level, entry);
            }
        } else {
            next = entry.facts().metadata(new ObjectKey(level.base + entry.name()));
        }
    }

    private void descend(Level level, FolderEntry entry) throws IOException {
        String name = entry.name().substring(0, entry.name().length() - 1);
        try {
            if (entry.target().isEmpty()) {
                push(level.folder.openFolder(Path.of(name)), level.real.resolve(name), level.base + entry.name());
            } else {
                descendLink(level, entry);
            }
        } catch (NoSuchFileException removedMeanwhile) {
            return;
        } catch (InTheWay swapped) {
            skip(level.base + name, Reason.LINK_OUTSIDE);
        } catch (IOException e) {
            var now = level.folder.stat(Path.of(name)).map(FileFacts::kind);
            if (!entry.target().isEmpty() || now.equals(Optional.of(FileFacts.Kind.FOLDER))) {
                throw e;
            }
            if (now.equals(Optional.of(FileFacts.Kind.LINK))) {
                skip(level.base + name, Reason.LINK);
            }
        }
    }

    private void descendLink(Level level, FolderEntry entry) throws IOException {
        try (Place place = root.find(entry.target(), false).orElse(null)) {
            if (place != null) {
                Path real = place.path().resolve(place.leaf());
                push(place.folder().openFolder(place.leaf()), real, level.base + entry.name());
            }
        }
    }

    @Override
    public ObjectMetadata next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var given = next;
        next = null;
        return given == null ? next() : given;
    }

    @Override
    public void close() throws IOException {
        while (!levels.isEmpty()) {
            levels.pop().folder.close();
        }
    }
}
