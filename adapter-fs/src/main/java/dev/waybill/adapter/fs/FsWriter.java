package dev.waybill.adapter.fs;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/// Puts bytes at a key, all or none: into a file with a name of its own beside it, to the disk, and only then
/// to the key by renaming. Any thread may use it.
final class FsWriter {
    /// What is smaller is written before it is known whether it may have its name, which is looked at then in any case:
    /// to look for a file that is not there costs as much as to write one.
    private static final long LOOKED_BEFORE = 256 * 1024;

    private final SafeRoot root;
    private final FsErrors errors;
    private final Lifetime lifetime;
    private final boolean fsync;
    private final Clock clock;
    private final Presence presence;
    private final StaleFiles stale;

    FsWriter(SafeRoot root, FsErrors errors, Lifetime lifetime, boolean fsync, Clock clock, Presence presence) {
        this.root = root;
        this.errors = errors;
        this.lifetime = lifetime;
        this.fsync = fsync;
        this.clock = clock;
        this.presence = presence;
        this.stale = new StaleFiles(clock, presence);
    }

    /// Writes the bytes of an object.
    interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    /// Stores `content` at `key`.
    ///
    /// @param modified the mtime it gets, or empty for the time of writing
    /// @param length how many bytes it is; many, if that is not known
    ObjectMetadata write(
            ObjectKey key, Precondition precondition, Optional<Instant> modified, long length, Content content) {
        try (Draft draft = Draft.open(root, key, clock, presence)) {
            stale.sweep(draft.place());
            if (length > LOOKED_BEFORE) {
                check(draft.place(), key, precondition);
            }
            content.writeTo(draft.channel());
            draft.finish(modified, fsync);
            var facts = commit(draft.place(), draft.place().folder(), draft.name(), key, precondition);
            draft.keep();
            sync(draft.place(), key);
            return facts.metadata(key);
        } catch (IOException e) {
            throw errors.of(key, e);
        }
    }

    /// Gives the finished file `name` of `from` the name of `key`, on the disk too.
    FileFacts publish(Folder from, Path name, ObjectKey key, PutOptions options) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (Place place = root.make(FsKeys.names(key))) {
                boolean published = false;
                try {
                    var facts = commit(place, from, name, key, options.precondition());
                    published = true;
                    sync(place, key);
                    return facts;
                } catch (NoSuchFileException folderRemoved) {
                    if (attempt == SafeRoot.ATTEMPTS || from.stat(name).isEmpty()) {
                        throw folderRemoved;
                    }
                } finally {
                    if (!published) {
                        place.undo();
                    }
                }
            }
        }
    }

    /// Gives the file `name` of `from` the name of the place, if the condition holds, and returns its facts.
    @SuppressWarnings("try") // the locks are only held
    FileFacts commit(Place place, Folder from, Path name, ObjectKey key, Precondition precondition) throws IOException {
        lifetime.goOn(Optional.of(key));
        try (var held = hold(place, key);
                var among = precondition instanceof Precondition.None ? KeyLocks.nothing() : place.hold()) {
            var inTheWay = check(place, key, precondition);
            var facts = from.stat(name).orElseThrow(() -> new IOException("the unfinished file was removed"));
            if (inTheWay.isPresent() && !inTheWay.get().isFile()) {
                place.removeFolder(inTheWay.get());
            }
            from.move(name, place.folder(), place.leaf());
            return facts;
        }
    }

    /// Takes the lock under which what is at `place` changes.
    KeyLocks.Held hold(Place place, ObjectKey key) {
        try {
            return KeyLocks.hold(root.lockName(place));
        } catch (InterruptedException e) {
            throw errors.cancelled(Optional.of(key), e);
        }
    }

    /// What is at the place now, if the precondition holds for it and a file may go there.
    private Optional<FileFacts> check(Place place, ObjectKey key, Precondition precondition) throws IOException {
        var found = place.stat();
        if (found.isPresent()) {
            requireReplaceable(place, found.get());
        }
        var file = found.filter(FileFacts::isFile);
        boolean holds = switch (precondition) {
            case Precondition.None none -> true;
            case Precondition.Absent absent -> file.isEmpty();
            case Precondition.Matches matches ->
                file.filter(facts -> facts.etag().equals(matches.etag())).isPresent();
        };
        if (!holds) {
            throw errors.precondition(key, describe(precondition));
        }
        return found;
    }

    private static String describe(Precondition precondition) {
        return switch (precondition) {
            case Precondition.None none -> "none";
            case Precondition.Absent absent -> "absent";
            case Precondition.Matches matches -> "version " + matches.etag();
        };
    }

    private static void requireReplaceable(Place place, FileFacts found) throws IOException {
        place.requireOrdinary(found);
        if (!found.isFile() && !place.isEmptyFolder(found)) {
            throw place.notEmpty();
        }
    }

    /// Has the disk keep what was renamed or removed in the place's folder, interrupted or not: it has happened.
    void sync(Place place, ObjectKey key) {
        if (!fsync) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    place.sync();
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } catch (IOException e) {
            throw errors.unavailable(
                    Optional.of(key),
                    Reason.OUTCOME_UNKNOWN,
                    "done, but the disk may not keep it: " + e.getMessage(),
                    e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
