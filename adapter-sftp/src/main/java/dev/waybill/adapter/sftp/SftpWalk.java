package dev.waybill.adapter.sftp;

import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.SkippedEntry.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Walks the folders below the root in the order of keys, holding the names of one folder of each depth, and
/// reading a few folders ahead. One thread at a time.
final class SftpWalk implements Iterator<ObjectMetadata>, Closeable {
    private static final int MAX_AHEAD = 16;

    private final Call call;
    private final SftpErrors errors;
    private final Lifetime lifetime;
    private final ListOptions options;
    private final Wanted wanted;
    private final Deque<Level> levels = new ArrayDeque<>();
    private int ahead;
    private @Nullable ObjectMetadata next;

    /// @param call closed with this
    SftpWalk(Call call, SftpErrors errors, Lifetime lifetime, ListOptions options) throws IOException {
        this.call = call;
        this.errors = errors;
        this.lifetime = lifetime;
        this.options = options;
        wanted = new Wanted(options);
        start();
    }

    private void start() throws IOException {
        String base = SftpKeys.folderOf(options.prefix());
        boolean rootThere = call.hasRoot();
        if (base.isEmpty()) {
            if (rootThere) {
                enter("", FolderReading.of(call, ""));
            }
            return;
        }
        String folder = base.substring(0, base.length() - 1);
        if (SftpKeys.violation(folder).isPresent()) {
            return;
        }
        try {
            var place =
                    call.look(SftpKeys.folders(new ObjectKey(folder)), folder).await();
            if (place.leaf().isPresent()) {
                Call.requireNoLink(folder, place.leaf().get());
            }
            if (place.leaf().filter(RemoteFacts::isFolder).isPresent()) {
                enter(base, FolderReading.of(call, base));
            }
        } catch (InTheWay link) {
            skip(folder, Reason.LINK);
        }
    }

    private void enter(String base, FolderReading opened) throws IOException {
        try (var reading = opened) {
            var level = new Level(base, wanted, this::skip);
            if (!level.read(reading)) {
                return;
            }
            levels.push(level);
            if (level.isEmpty() && !base.isEmpty() && wanted.isAsked(base)) {
                skip(base, Reason.EMPTY_FOLDER);
            }
        }
    }

    private void skip(String name, Reason reason) {
        options.onSkipped().accept(new SkippedEntry(name, reason));
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
        if (!level.hasNext()) {
            levels.pop();
            return;
        }
        ahead += level.readAhead(call, (MAX_AHEAD - ahead + 1) / 2);
        var entry = level.next();
        if (!entry.isFolder()) {
            next = entry.facts().metadata(new ObjectKey(level.base() + entry.name()));
            return;
        }
        var reading = level.takeReading(entry);
        if (reading.isPresent()) {
            ahead--;
        }
        String below = level.base() + entry.name();
        enter(below, reading.isPresent() ? reading.get() : FolderReading.of(call, below));
    }

    @Override
    public ObjectMetadata next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        var given = next;
        next = null;
        return given;
    }

    @Override
    public void close() {
        levels.forEach(Level::close);
        levels.clear();
        call.close();
    }
}
