package dev.waybill.domain.sync;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Bases on the heap. Any thread may call.
final class InMemorySyncBases implements SyncBaseStore {
    private final Map<SyncPair, ConcurrentSkipListMap<ObjectKey, SyncedObject>> bases = new ConcurrentHashMap<>();
    private final AtomicLong failFrom = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private final Set<SyncPair> busy = ConcurrentHashMap.newKeySet();

    /// What is noted of a pair, by key.
    Map<ObjectKey, SyncedObject> of(SyncPair pair) {
        return bases.computeIfAbsent(pair, each -> new ConcurrentSkipListMap<>());
    }

    /// The `number`-th change of any base from now on fails, and so do all after it; 0 ends that.
    void failFrom(long number) {
        failFrom.set(number);
        changes.set(0);
    }

    private void requireWritable() {
        long first = failFrom.get();
        if (first > 0 && changes.incrementAndGet() >= first) {
            throw new SyncRefused.StateUnusable("the disk is full", null);
        }
    }

    /// As if nothing had ever been synced.
    void lose() {
        bases.clear();
    }

    @Override
    @MustBeClosed
    public SyncBase open(SyncPair pair) {
        if (!busy.add(pair)) {
            throw new SyncRefused.PairBusy(pair);
        }
        return new Base(of(pair), () -> busy.remove(pair), true, this::requireWritable);
    }

    @Override
    @MustBeClosed
    public SyncBase openReadOnly(SyncPair pair) {
        return new Base(of(pair), () -> {}, false, () -> {});
    }

    private record Base(Map<ObjectKey, SyncedObject> objects, Runnable onClose, boolean writable, Runnable beforeChange)
            implements SyncBase {
        @Override
        @MustBeClosed
        public Stream<SyncedObject> entries(KeyPrefix prefix) {
            return objects.values().stream().filter(object -> prefix.covers(object.key()));
        }

        @Override
        public Optional<SyncedObject> entry(ObjectKey key) {
            return Optional.ofNullable(objects.get(key));
        }

        @Override
        public void apply(List<SyncBaseChange> changes) {
            if (!writable) {
                throw new IllegalStateException("this base was opened only to be read");
            }
            beforeChange.run();
            for (SyncBaseChange change : changes) {
                switch (change) {
                    case SyncBaseChange.Noted noted ->
                        objects.put(noted.object().key(), noted.object());
                    case SyncBaseChange.Forgotten forgotten -> objects.remove(forgotten.key());
                }
            }
        }

        @Override
        public void close() {
            onClose.run();
        }
    }
}
