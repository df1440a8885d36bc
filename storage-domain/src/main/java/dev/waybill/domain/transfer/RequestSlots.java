package dev.waybill.domain.transfer;

import java.util.concurrent.Semaphore;

/// How many requests may be under way at once. Any number of threads may use it; they are served in the order
/// they came.
///
/// A transfer takes one slot for each stream of bytes: a read and the write that it feeds. Nobody waits for a
/// slot, or for bytes of the budget, while holding one.
public final class RequestSlots {
    private final Semaphore free;

    /// This many slots.
    ///
    /// @throws IllegalArgumentException if `slots` is less than 1
    public RequestSlots(int slots) {
        if (slots < 1) {
            throw new IllegalArgumentException("request slots must be 1 or more: " + slots);
        }
        free = new Semaphore(slots, true);
    }

    /// Waits for a free slot and takes it.
    public void acquire() throws InterruptedException {
        free.acquire();
    }

    /// Gives a slot back.
    public void release() {
        free.release();
    }
}
