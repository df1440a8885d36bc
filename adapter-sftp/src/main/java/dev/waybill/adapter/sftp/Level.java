package dev.waybill.adapter.sftp;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.SkippedEntry.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The names of one folder that a listing asks for, in order. One thread at a time.
final class Level implements Closeable {
    private static final Comparator<Entry> BY_NAME = Comparator.comparing(Entry::name, SftpKeys.ORDER);

    private final String base;
    private final Wanted wanted;
    private final BiConsumer<String, Reason> skipped;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, FolderReading> readings = new HashMap<>();
    private boolean empty = true;
    private int position;
    private int readAheadTo;

    /// @param name the file's, or the folder's with a `/` behind it, by which it sorts among keys
    record Entry(String name, RemoteFacts facts) {
        boolean isFolder() {
            return facts.isFolder();
        }
    }

    /// @param base what the keys in the folder begin with
    /// @param skipped told the whole name of what is not an object
    Level(String base, Wanted wanted, BiConsumer<String, Reason> skipped) {
        this.base = base;
        this.wanted = wanted;
        this.skipped = skipped;
    }

    String base() {
        return base;
    }

    /// Reads all names.
    ///
    /// @return whether there is such a folder
    boolean read(FolderReading reading) throws IOException {
        try {
            if (!reading.isFolder()) {
                return false;
            }
            for (var some = reading.next(); !some.isEmpty(); some = reading.next()) {
                some.forEach(this::take);
            }
        } catch (SftpStatus e) {
            if (e.isMissing()) {
                return false;
            }
            throw e;
        }
        entries.sort(BY_NAME);
        return true;
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
            skipped.accept(base + name, reason);
        }
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
            position++;
        }
        return entry;
    }

    /// Begins to read folders that come next, so that at most so many are being read.
    ///
    /// @return how many were begun
    int readAhead(Call call, int most) throws IOException {
        int begun = 0;
        readAheadTo = Math.max(readAheadTo, position);
        while (readings.size() < most && readAheadTo < entries.size()) {
            var entry = entries.get(readAheadTo++);
            if (entry.isFolder() && !readings.containsKey(entry.name())) {
                readings.put(entry.name(), FolderReading.of(call, base + entry.name()));
                begun++;
            }
        }
        for (var reading : readings.values()) {
            reading.advance();
        }
        return begun;
    }

    /// The reading of a folder that was begun before.
    Optional<FolderReading> takeReading(Entry folder) {
        return Optional.ofNullable(readings.remove(folder.name()));
    }

    @Override
    public void close() {
        readings.values().forEach(FolderReading::close);
        readings.clear();
    }
}
