package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Merges two listings and what is noted of the last sync, all three in key order, into one [Triple] a key.
/// It reads one item ahead of each and keeps nothing else. One thread at a time.
final class TripleMerge implements Iterator<Triple> {
    private final Head<ObjectMetadata> local;
    private final Head<ObjectMetadata> remote;
    private final Head<SyncedObject> base;

    /// The next item of one of the three.
    private static final class Head<T> {
        private final Iterator<T> items;
        private final Function<T, ObjectKey> toKey;
        private @Nullable T item;
        private @Nullable ObjectKey key;

        Head(Iterator<T> items, Function<T, ObjectKey> toKey) {
            this.items = items;
            this.toKey = toKey;
            advance();
        }

        private void advance() {
            item = items.hasNext() ? items.next() : null;
            key = item == null ? null : toKey.apply(item);
        }

        Optional<T> takeIf(ObjectKey wanted) {
            if (item == null || !wanted.equals(key)) {
                return Optional.empty();
            }
            T taken = item;
            advance();
            return Optional.of(taken);
        }
    }

    TripleMerge(Iterator<ObjectMetadata> local, Iterator<ObjectMetadata> remote, Iterator<SyncedObject> base) {
        this.local = new Head<>(local, ObjectMetadata::key);
        this.remote = new Head<>(remote, ObjectMetadata::key);
        this.base = new Head<>(base, SyncedObject::key);
    }

    @Override
    public boolean hasNext() {
        return local.key != null || remote.key != null || base.key != null;
    }

    @Override
    public Triple next() {
        ObjectKey key = least(least(local.key, remote.key), base.key);
        if (key == null) {
            throw new NoSuchElementException();
        }
        return new Triple(key, local.takeIf(key), remote.takeIf(key), base.takeIf(key));
    }

    private static @Nullable ObjectKey least(@Nullable ObjectKey a, @Nullable ObjectKey b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) <= 0 ? a : b;
    }
}
