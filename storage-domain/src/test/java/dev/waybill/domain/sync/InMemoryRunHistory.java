package dev.waybill.domain.sync;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.port.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/// A history on the heap. Any thread may call.
final class InMemoryRunHistory implements RunHistoryStore, RunHistory {
    private final List<Log> logs = new ArrayList<>();
    private volatile long mostItems = Long.MAX_VALUE;

    private final class Log implements RunLog {
        private final Map<ObjectKey, RunItem> items = new ConcurrentSkipListMap<>();
        private volatile RunEntry entry;
        private long written;

        Log(RunStart start) {
            entry = new RunEntry(start, Optional.empty(), Optional.empty(), Optional.empty(), RunTotals.NONE);
        }

        @Override
        public synchronized void write(List<RunItem> some) {
            for (RunItem item : some) {
                if (written++ < mostItems) {
                    items.put(item.key(), item);
                }
            }
        }

        @Override
        public void end(Instant when, RunEnd end, RunTotals totals) {
            entry = new RunEntry(entry.start(), Optional.of(when), Optional.of(end.word()), end.detail(), totals);
        }

        @Override
        public void close() {}
    }

    /// From now on a run's items after so many are lost, as by a crash.
    void loseAfter(long items) {
        mostItems = items;
    }

    /// What the last run did, by key.
    synchronized Map<ObjectKey, RunItem> lastItems() {
        return logs.getLast().items;
    }

    /// What the last run did about `key`.
    RunItem lastItem(String key) {
        return Optional.ofNullable(lastItems().get(ObjectKey.of(key))).orElseThrow();
    }

    @Override
    @MustBeClosed
    public synchronized RunLog begin(RunStart run) {
        var log = new Log(run);
        logs.add(log);
        return log;
    }

    @Override
    @MustBeClosed
    public RunHistory open() {
        return this;
    }

    private synchronized List<Log> newestFirst() {
        return List.copyOf(logs).reversed();
    }

    @Override
    public List<RunEntry> recent(int limit) {
        return newestFirst().stream().map(log -> log.entry).limit(limit).toList();
    }

    private Optional<Log> log(RunName run) {
        return newestFirst().stream()
                .filter(log -> log.entry.start().name().equals(run))
                .findFirst();
    }

    @Override
    public Optional<RunEntry> find(RunName run) {
        return log(run).map(log -> log.entry);
    }

    @Override
    public List<RunEntry> undosOf(RunName run) {
        return newestFirst().stream()
                .map(log -> log.entry)
                .filter(entry -> entry.start().undoes().equals(Optional.of(run)))
                .toList();
    }

    @Override
    @MustBeClosed
    public Stream<RunItem> items(RunName run) {
        return log(run).stream().flatMap(log -> List.copyOf(log.items.values()).stream());
    }

    @Override
    public Optional<RunItem> item(RunName run, ObjectKey key) {
        return log(run).flatMap(log -> Optional.ofNullable(log.items.get(key)));
    }

    @Override
    public Optional<RunEntry> lastAbout(SyncPair pair, ObjectKey key) {
        return newestFirst().stream()
                .filter(log -> log.entry.start().isOf(pair) && log.items.containsKey(key))
                .map(log -> log.entry)
                .findFirst();
    }

    @Override
    public boolean goesOn(RunEntry run) {
        return false;
    }

    @Override
    public void close() {}
}
