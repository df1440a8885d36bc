package dev.waybill.domain.transfer;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import java.util.Optional;
import java.util.function.Supplier;

/// The two permits of a transfer: bytes in flight and request slots. Any number of threads may use it.
///
/// Bytes come first and slots last, and nobody waits for bytes while holding a slot; so whoever holds both ends
/// without needing more, and no order of arrivals can lock up.
final class TransferPermits {
    private final ByteBudget bytes;
    private final RequestSlots slots;

    TransferPermits(TransferLimits limits) {
        this(limits, new RequestSlots(limits.requestSlots()));
    }

    TransferPermits(TransferLimits limits, RequestSlots slots) {
        bytes = new ByteBudget(limits.bytesInFlight());
        this.slots = slots;
    }

    /// Does `work` with a slot and `inFlight` bytes of the budget.
    ///
    /// @throws StorageException.Cancelled for `key` in `store` if interrupted while waiting for them
    <T> T with(long inFlight, StoreId store, ObjectKey key, Supplier<T> work) {
        try {
            bytes.acquire(inFlight);
        } catch (InterruptedException e) {
            throw cancelled(store, key, e);
        }
        try {
            return withSlot(inFlight, store, key, work);
        } finally {
            bytes.release(inFlight);
        }
    }

    private <T> T withSlot(long inFlight, StoreId store, ObjectKey key, Supplier<T> work) {
        try {
            slots.acquire();
        } catch (InterruptedException e) {
            throw cancelled(store, key, e);
        }
        long moved = -1;
        try {
            T result = work.get();
            moved = inFlight;
            return result;
        } finally {
            slots.release(moved);
        }
    }

    static StorageException.Cancelled cancelled(StoreId store, ObjectKey key, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new StorageException.Cancelled(store, Optional.of(key), cause);
    }
}
