package dev.waybill.domain.layer;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// How many threads may have requests under way at once. Any number of threads; who waits longest is next.
///
/// A thread that has a request under way is given the next one at once: copying an object reads it while it
/// is written, and if every thread that reads had to wait for one to write, none would ever go on.
final class Slots {
    private final StoreId store;
    private final Optional<Semaphore> free;
    private final ConcurrentMap<Thread, Integer> underWay = new ConcurrentHashMap<>();

    /// @param count unbounded if empty
    Slots(StoreId store, OptionalInt count) {
        this.store = store;
        this.free = count.isPresent() ? Optional.of(new Semaphore(count.getAsInt(), true)) : Optional.empty();
    }

    /// Waits for a slot and takes it; whoever took it releases it, in whichever thread.
    ///
    /// @throws StorageException.Cancelled if the thread is interrupted while it waits
    Slot take(Optional<ObjectKey> key) {
        Thread owner = Thread.currentThread();
        boolean joined = underWay.computeIfPresent(owner, (thread, count) -> count + 1) != null;
        if (!joined) {
            acquire(key);
            underWay.put(owner, 1);
        }
        return new Slot(owner);
    }

    /// The result of `request`, which takes a slot as long as it lasts.
    <T> T holding(Optional<ObjectKey> key, Supplier<T> request) {
        Slot slot = take(key);
        try {
            return request.get();
        } finally {
            slot.release();
        }
    }

    private void acquire(Optional<ObjectKey> key) {
        if (free.isPresent()) {
            try {
                free.get().acquire();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StorageException.Cancelled(store, key, e);
            }
        }
    }

    /// A request under way. Releasing it again does nothing.
    final class Slot {
        private final Thread owner;
        private final AtomicBoolean released = new AtomicBoolean();

        private Slot(Thread owner) {
            this.owner = owner;
        }

        void release() {
            if (released.compareAndSet(false, true)
                    && underWay.computeIfPresent(owner, (thread, count) -> count == 1 ? null : count - 1) == null) {
                free.ifPresent(Semaphore::release);
            }
        }
    }
}
