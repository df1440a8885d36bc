package dev.waybill.domain.sync;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.fixture.InMemoryHashes;
import dev.waybill.domain.fixture.InMemoryJournal;
import dev.waybill.domain.transfer.TransferJournal;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Bases on the heap. Any thread may call.
final class InMemorySyncBases implements SyncBaseStore {
    private final Map<SyncPair, ConcurrentSkipListMap<ObjectKey, SyncedObject>> bases = new ConcurrentHashMap<>();
    private final AtomicLong failFrom = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong asked = new AtomicLong();
    private static final int WHOLE = -1;

    private final Map<SyncPair, Integer> users = new ConcurrentHashMap<>();
    final InMemoryJournal journal = new InMemoryJournal();
    final InMemoryHashes hashes = new InMemoryHashes();

    /// What is noted of a pair, by key.
    Map<ObjectKey, SyncedObject> of(SyncPair pair) {
        return bases.computeIfAbsent(pair, each -> new ConcurrentSkipListMap<>());
    }

    /// The `number`-th change of any base from now on fails, and so do all after it; 0 ends that.
    void failFrom(long number) {
        failFrom.set(number);
        changes.set(0);
    }

    /// How often any base was asked for one object.
    long asked() {
        return asked.get();
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
        if (users.putIfAbsent(pair, WHOLE) != null) {
            throw new SyncRefused.PairBusy(pair);
        }
        return new Base(of(pair), journal, hashes, asked, () -> users.remove(pair), true, this::requireWritable);
    }

    @Override
    @MustBeClosed
    public SyncBase openShared(SyncPair pair) {
        users.compute(pair, (each, count) -> {
            if (count != null && count == WHOLE) {
                throw new SyncRefused.PairBusy(pair);
            }
            return count == null ? 1 : count + 1;
        });
        Runnable leave = () -> users.computeIfPresent(pair, (each, count) -> count == 1 ? null : count - 1);
        return new Base(of(pair), journal, hashes, asked, leave, true, this::requireWritable);
    }

    @Override
    @MustBeClosed
    public SyncBase openReadOnly(SyncPair pair) {
        return new Base(of(pair), journal, hashes, asked, () -> {}, false, () -> {});
    }

    private record Base(
            Map<ObjectKey, SyncedObject> objects,
            TransferJournal transfers,
            FileHashes hashes,
            AtomicLong asked,
            Runnable onClose,
            boolean writable,
            Runnable beforeChange)
            implements SyncBase {
        @Override
        @MustBeClosed
        public Stream<SyncedObject> entries(KeyPrefix prefix) {
            return objects.values().stream().filter(object -> prefix.covers(object.key()));
        }

        @Override
        public Optional<SyncedObject> entry(ObjectKey key) {
            asked.incrementAndGet();
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
