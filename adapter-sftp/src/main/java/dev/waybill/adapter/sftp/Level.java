package dev.waybill.adapter.sftp;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.SkippedEntry.Reason;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The names of one folder that a listing asks for, in order. One thread at a time.
final class Level implements Closeable {
    private static final Comparator<Entry> BY_NAME = Comparator.comparing(Entry::name, SftpKeys.ORDER);

    private final String base;
    private final Wanted wanted;
    private final List<SkippedEntry> skipped = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private boolean empty = true;
    private int position;

    /// One name. One thread at a time.
    static final class Entry {
        private final String name;
        private final RemoteFacts facts;
        private @Nullable FolderAhead ahead;

        /// @param name the file's, or the folder's with a `/` behind it, by which it sorts among keys
        Entry(String name, RemoteFacts facts) {
            this.name = name;
            this.facts = facts;
        }

        String name() {
            return name;
        }

        RemoteFacts facts() {
            return facts;
        }

        boolean isFolder() {
            return facts.isFolder();
        }
    }

    /// @param base what the keys in the folder begin with
    Level(String base, Wanted wanted) {
        this.base = base;
        this.wanted = wanted;
    }

    String base() {
        return base;
    }

    /// Takes some names, in any order.
    void add(List<RemoteEntry> some) {
        some.forEach(this::take);
    }

    /// That these were all.
    void sort() {
        entries.sort(BY_NAME);
    }

    /// How many names it has.
    int size() {
        return entries.size();
    }

    private void take(RemoteEntry entry) {
        String name = entry.name();
        if (entry.isDots() || name.startsWith(SftpKeys.RESERVED)) {
            return;
        }
        empty = false;
        boolean nameable = entry.isName()
                && !SftpKeys.isReserved(name)
                && ObjectKey.parse(base + name).isPresent();
        if (!nameable) {
            skip(name, Reason.UNNAMEABLE);
            return;
        }
        switch (entry.facts().kind()) {
            case FILE -> {
                if (wanted.isAsked(base + name)) {
                    entries.add(new Entry(name, entry.facts()));
                }
            }
            case FOLDER -> {
                if (wanted.isAskedWithin(base + name + "/")) {
                    entries.add(new Entry(name + "/", entry.facts()));
                }
            }
            case LINK -> skip(name, Reason.LINK);
            case SPECIAL -> skip(name, Reason.SPECIAL_FILE);
        }
    }

    private void skip(String name, Reason reason) {
        if (wanted.isAsked(base + name)) {
            skipped.add(new SkippedEntry(base + name, reason));
        }
    }

    /// What is not an object.
    List<SkippedEntry> skipped() {
        return skipped;
    }

    /// Whether the folder holds nothing at all.
    boolean isEmpty() {
        return empty;
    }

    boolean hasNext() {
        return position < entries.size();
    }

    /// The next, each name once, whatever the server says.
    Entry next() {
        var entry = entries.get(position++);
        while (hasNext() && entries.get(position).name().equals(entry.name())) {
            var again = entries.get(position++).ahead;
            if (again != null) {
                again.close();
            }
        }
        return entry;
    }

    /// Begins to read folders that come next, and those in them, in the order in which they will be asked for.
    void readAhead(FolderAhead.Room room) {
        for (int i = position; i < entries.size() && room.left() > 0; i++) {
            var entry = entries.get(i);
            if (entry.ahead == null && entry.isFolder() && room.isOpen()) {
                entry.ahead = new FolderAhead(base + entry.name(), wanted, room);
            }
            if (entry.ahead != null) {
                entry.ahead.readAhead();
            }
        }
    }

    /// The folder that was given last.
    FolderAhead take(Entry folder, FolderAhead.Room room) {
        var taken = folder.ahead == null ? new FolderAhead(base + folder.name(), wanted, room) : folder.ahead;
        folder.ahead = null;
        return taken;
    }

    @Override
    public void close() {
        for (int i = position; i < entries.size(); i++) {
            var ahead = entries.get(i).ahead;
            if (ahead != null) {
                ahead.close();
            }
        }
    }
}
