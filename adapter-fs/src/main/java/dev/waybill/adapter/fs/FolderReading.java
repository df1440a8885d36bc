package dev.waybill.adapter.fs;

import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.SkippedEntry.Reason;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Reads one folder for a listing: what of it the listing asks for, in order. One thread at a time.
final class FolderReading {
    private final Folder folder;
    private final String base;
    private final ListOptions options;
    private final Links links;
    private final boolean takesAll;
    private final List<FolderEntry> entries = new ArrayList<>();
    private boolean empty = true;

    /// Says what a link stands for.
    interface Links {
        /// The file or folder that the link `name` leads to, under the name of the link.
        ///
        /// @throws Skipped if it stands for nothing in the listing
        FolderEntry resolve(String name) throws IOException;
    }

    /// A link stands for nothing.
    static final class Skipped extends IOException {
        private static final long serialVersionUID = 1L;

        private final Reason reason;

        Skipped(Reason reason) {
            super(reason.name());
            this.reason = reason;
        }
    }

    /// @param base what the keys in the folder begin with
    FolderReading(Folder folder, String base, ListOptions options, Links links) {
        this.folder = folder;
        this.base = base;
        this.options = options;
        this.links = links;
        this.takesAll = base.startsWith(options.prefix().value())
                && options.startAfter()
                        .filter(after -> isBehind(after, base) || after.value().startsWith(base))
                        .isEmpty();
    }

    /// The files and folders in order.
    List<FolderEntry> read() throws IOException {
        try {
            Iterator<Path> names = folder.names();
            while (names.hasNext()) {
                take(names.next().getFileName());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(null);
        return entries;
    }

    /// Whether the folder holds nothing at all.
    boolean isEmpty() {
        return empty;
    }

    private void take(Path name) throws IOException {
        String text = name.toString();
        if (text.startsWith(FsKeys.RESERVED)) {
            return;
        }
        empty = false;
        if (!takesAll && !takesFile(text) && !takesFolder(text)) {
            return;
        }
        if (FsKeys.isReserved(text)
                || !FsKeys.isFaithful(name, text)
                || ObjectKey.parse(base + text).isEmpty()) {
            skip(text, Reason.UNNAMEABLE);
            return;
        }
        var facts = folder.stat(name);
        if (facts.isPresent()) {
            switch (facts.get().kind()) {
                case FILE -> add(new FolderEntry(text, facts.get(), List.of()));
                case FOLDER -> add(new FolderEntry(text + "/", facts.get(), List.of()));
                case LINK -> takeLink(text);
                case SPECIAL -> skip(text, Reason.SPECIAL_FILE);
            }
        }
    }

    private void takeLink(String name) throws IOException {
        try {
            add(links.resolve(name));
        } catch (Skipped e) {
            skip(name, e.reason);
        }
    }

    private void add(FolderEntry entry) {
        String name = entry.name();
        boolean taken = entry.isFolder() ? takesFolder(name.substring(0, name.length() - 1)) : takesFile(name);
        if (takesAll || taken) {
            entries.add(entry);
        }
    }

    private void skip(String name, Reason reason) {
        if (takesAll || takesFile(name)) {
            options.onSkipped().accept(new SkippedEntry(base + name, reason));
        }
    }

    /// Whether the listing asks for a file of this name.
    private boolean takesFile(String name) {
        String key = base + name;
        return key.startsWith(options.prefix().value())
                && options.startAfter().filter(after -> isBehind(after, key)).isEmpty();
    }

    /// Whether the listing asks for anything in a folder of this name.
    private boolean takesFolder(String name) {
        String inside = base + name + "/";
        return inside.startsWith(options.prefix().value())
                && options.startAfter()
                        .filter(after ->
                                isBehind(after, inside) && !after.value().startsWith(inside))
                        .isEmpty();
    }

    /// Whether the listing begins at or behind `key`.
    private static boolean isBehind(ObjectKey after, String key) {
        return FsKeys.compare(after.value(), key) >= 0;
    }
}
