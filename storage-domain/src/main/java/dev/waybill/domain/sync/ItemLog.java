package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps what a run does in its log: what changes something at once, everything else in batches. Any number of threads
/// may call it.
///
/// Of changes under way it remembers how they began, which bounds its memory by what is done at a time.
public final class ItemLog {
    private final Batch<RunItem> items;
    private final Map<ObjectKey, RunItem> begun = new ConcurrentHashMap<>();

    /// Writes to `log`.
    public ItemLog(RunLog log, Clock clock) {
        this.items = new Batch<>(log::write, clock);
    }

    /// A change is about to be made; lasting once [#sync] returned.
    public void begin(RunItem item) {
        begun.put(item.key(), item);
        if (item.kept().isPresent()) {
            items.add(item);
        }
    }

    /// How the change at `key` began that is over now; empty if none did.
    public Optional<RunItem> take(ObjectKey key) {
        return Optional.ofNullable(begun.remove(key));
    }

    /// Something is over.
    public void add(RunItem item) {
        items.add(item);
    }

    /// Makes all of it lasting.
    public void sync() {
        items.flush();
    }
}
