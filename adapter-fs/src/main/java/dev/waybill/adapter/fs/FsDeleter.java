package dev.waybill.adapter.fs;

import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Removes files, and the folders that this leaves empty. Any thread may use it.
///
/// Where links are followed, one to a file is removed and not the file, and nothing is removed through one to
/// a folder: there the key is a second name of a file that has its own.
final class FsDeleter {
    private final SafeRoot root;
    private final FsWriter writer;
    private final FsErrors errors;
    private final Lifetime lifetime;
    private final boolean prune;

    FsDeleter(SafeRoot root, FsWriter writer, FsErrors errors, Lifetime lifetime, boolean prune) {
        this.root = root;
        this.writer = writer;
        this.errors = errors;
        this.lifetime = lifetime;
        this.prune = prune;
    }

    void delete(ObjectKey key, DeleteOptions options) {
        delete(key, options, true);
    }

    /// @param sync whether to have the disk keep it at once
    private void delete(ObjectKey key, DeleteOptions options, boolean sync) {
        FsKeys.violation(key).ifPresent(rule -> {
            throw errors.rejected(key, rule);
        });
        try (Place place = root.find(FsKeys.names(key), false).orElse(null)) {
            if (place != null && remove(place, key, options)) {
                if (sync) {
                    writer.sync(place, key);
                }
                if (prune) {
                    place.prune();
                }
            }
        } catch (IOException e) {
            throw errors.of(key, e);
        }
    }

    @SuppressWarnings("try") // the locks are only held
    private boolean remove(Place place, ObjectKey key, DeleteOptions options) throws IOException {
        try (var held = writer.hold(place, key);
                var among = options.ifMatch().isEmpty() || place.stat().isEmpty() ? KeyLocks.nothing() : place.hold()) {
            var found = object(place);
            if (found.isEmpty()) {
                return false;
            }
            if (options.ifMatch().isPresent()
                    && !found.get().etag().equals(options.ifMatch().get())) {
                throw errors.precondition(key, "version " + options.ifMatch().get());
            }
            place.folder().deleteFile(place.leaf());
            return true;
        } catch (NoSuchFileException removedMeanwhile) {
            return false;
        }
    }

    /// What readers find at the place: the file, or that to which the link there leads.
    private Optional<FileFacts> object(Place place) throws IOException {
        boolean link = root.followsLinks()
                && place.stat()
                        .filter(facts -> facts.kind() == FileFacts.Kind.LINK)
                        .isPresent();
        if (!link) {
            return place.file();
        }
        var names = root.target(place.path().resolve(place.leaf()));
        if (names.isEmpty()) {
            return Optional.empty();
        }
        try (Place target = root.find(names, false).orElse(null)) {
            return target == null ? Optional.empty() : target.file();
        }
    }

    /// Removes many, with one wait for the disk for each folder and not for each file, and the folders open all the
    /// while.
    @SuppressWarnings("try") // the folders are only kept open
    List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        try (var open = root.keepOpen()) {
            return deleteEach(deletions);
        } catch (IOException e) {
            throw errors.of(Optional.empty(), e);
        }
    }

    private List<DeleteResult> deleteEach(Collection<Deletion> deletions) {
        var results = new ArrayList<DeleteResult>(deletions.size());
        var touched = new LinkedHashMap<KeyPrefix, List<Integer>>();
        Optional<StorageException> stopped = Optional.empty();
        for (var deletion : deletions) {
            var failure = stopped.or(() -> attempt(deletion));
            if (failure.isEmpty()) {
                touched.computeIfAbsent(deletion.key().parent(), folder -> new ArrayList<>())
                        .add(results.size());
            }
            results.add(failure.<DeleteResult>map(e -> new DeleteResult.Failed(deletion.key(), e))
                    .orElseGet(() -> new DeleteResult.Deleted(deletion.key())));
            stopped = failure.filter(StorageException.Cancelled.class::isInstance);
        }
        touched.values().forEach(removed -> sync(removed, results));
        return results;
    }

    private Optional<StorageException> attempt(Deletion deletion) {
        try {
            lifetime.goOn(Optional.of(deletion.key()));
            delete(deletion.key(), deletion.options(), false);
            return Optional.empty();
        } catch (StorageException e) {
            return Optional.of(e);
        }
    }

    /// Has the disk keep what was removed in one folder; where it cannot, none of that is sure to be gone.
    private void sync(List<Integer> removed, List<DeleteResult> results) {
        try {
            sync(results.get(removed.getLast()).key());
        } catch (StorageException e) {
            removed.forEach(
                    i -> results.set(i, new DeleteResult.Failed(results.get(i).key(), e)));
        }
    }

    /// Has the disk keep what was removed beside `key`: in its folder, or if that is gone too, in the nearest
    /// around it that is not, where it was removed in turn.
    private void sync(ObjectKey key) {
        var names = FsKeys.names(key);
        try {
            for (int depth = names.size(); depth > 0; depth--) {
                try (Place place = root.find(names.subList(0, depth), false).orElse(null)) {
                    if (place != null) {
                        writer.sync(place, key);
                        return;
                    }
                }
            }
        } catch (IOException e) {
            throw errors.of(key, e);
        }
    }
}
