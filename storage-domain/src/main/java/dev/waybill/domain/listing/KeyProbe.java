package dev.waybill.domain.listing;

import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Asks a store what lies behind keys that need not exist, some at once. Any number of threads may.
final class KeyProbe {
    private static final int AT_ONCE = 8;

    private final IObjectStorageAdapter store;
    private final KeyPrefix prefix;
    private final AtomicInteger left;

    /// @param most so many keys are asked for until more are granted; the rest is left out
    KeyProbe(IObjectStorageAdapter store, KeyPrefix prefix, int most) {
        this.store = store;
        this.prefix = prefix;
        this.left = new AtomicInteger(most);
    }

    KeyPrefix prefix() {
        return prefix;
    }

    /// Lets so many more be asked for.
    void grant(int more) {
        left.addAndGet(more);
    }

    /// The first key behind each of these that is not behind `until`; nothing for those that have none, and for what
    /// is no key.
    ///
    /// @throws StorageException if the store cannot tell, or tells of a key that is not behind
    Map<String, ObjectKey> behind(Collection<String> texts, Optional<ObjectKey> until) throws InterruptedException {
        var found = new ConcurrentSkipListMap<String, ObjectKey>();
        try (var tasks = Tasks.failingFast(AT_ONCE)) {
            for (String text : texts) {
                Optional<ObjectKey> key = ObjectKey.parse(text);
                if (key.isPresent() && left.getAndDecrement() > 0) {
                    tasks.submit(() -> first(key.get())
                            .filter(next -> until.isEmpty() || next.compareTo(until.get()) <= 0)
                            .ifPresent(next -> found.put(text, next)));
                }
            }
            tasks.join();
        }
        return found;
    }

    private Optional<ObjectKey> first(ObjectKey behind) {
        ListOptions options = ListOptions.of(prefix).withStartAfter(behind).withPageSize(1);
        try (Stream<ObjectMetadata> listed = store.list(options)) {
            Optional<ObjectKey> next = listed.findFirst().map(ObjectMetadata::key);
            next.filter(key -> key.compareTo(behind) <= 0).ifPresent(key -> {
                throw new StorageException.StoreFailure(
                        store.store(),
                        Optional.of(key),
                        "it lists " + key + " where only what is behind " + behind + " was asked for",
                        null);
            });
            return next;
        }
    }
}
