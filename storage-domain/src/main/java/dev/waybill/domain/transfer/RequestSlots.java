package dev.waybill.domain.transfer;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/// How many requests may be under way at once. Any number of threads may use it; they are served in the order
/// they came.
///
/// A transfer takes one slot for each stream of bytes: a read and the write that it feeds. Nobody waits for a
/// slot, or for bytes of the budget, while holding one.
public final class RequestSlots {
    private static final long ROUND_NANOS = 1_000_000_000L;

    /// What a request costs beside its bytes, as bytes: what makes many small objects count.
    private static final long REQUEST_BYTES = 64 << 10;

    private final Permits free;
    private final Optional<Tuned> tuned;

    /// Permits whose number can be lowered below what is taken.
    private static final class Permits extends Semaphore {
        private static final long serialVersionUID = 1L;

        Permits(int count) {
            super(count, true);
        }

        void change(int by) {
            if (by < 0) {
                reducePermits(-by);
            } else {
                release(by);
            }
        }
    }

    /// This many slots.
    ///
    /// @throws IllegalArgumentException if `slots` is less than 1
    public RequestSlots(int slots) {
        if (slots < 1) {
            throw new IllegalArgumentException("request slots must be 1 or more: " + slots);
        }
        free = new Permits(slots);
        tuned = Optional.empty();
    }

    /// As many as pay, within the bounds of `tuning`.
    ///
    /// @param nanoTime as [System#nanoTime]
    public RequestSlots(SlotTuning tuning, LongSupplier nanoTime) {
        free = new Permits(tuning.start());
        tuned = Optional.of(new Tuned(tuning, nanoTime));
    }

    /// How many there are now; empty if their number is fixed.
    public Optional<Integer> chosen() {
        return tuned.map(Tuned::slots);
    }

    /// Waits for a free slot and takes it.
    public void acquire() throws InterruptedException {
        free.acquire();
    }

    /// Gives a slot back.
    ///
    /// @param bytes how many its request moved; negative if it failed
    public void release(long bytes) {
        tuned.ifPresent(tuning -> free.change(tuning.ended(bytes)));
        free.release();
    }

    /// What is measured of the current number. A round is a second or longer, and one request for each slot.
    private static final class Tuned {
        private final SlotTuning tuning;
        private final LongSupplier nanoTime;
        private final SlotChoice choice;
        private long begin;
        private long repeated;
        private long work;
        private long requests;

        Tuned(SlotTuning tuning, LongSupplier nanoTime) {
            this.tuning = tuning;
            this.nanoTime = nanoTime;
            this.choice = new SlotChoice(tuning.start(), tuning.least(), tuning.most());
            this.begin = nanoTime.getAsLong();
            this.repeated = tuning.repeated().getAsLong();
        }

        synchronized int slots() {
            return choice.slots();
        }

        /// @return by how many the slots change
        synchronized int ended(long bytes) {
            requests++;
            work += bytes < 0 ? 0 : bytes + REQUEST_BYTES;
            long now = nanoTime.getAsLong();
            int slots = choice.slots();
            if (now - begin < ROUND_NANOS || requests < slots) {
                return 0;
            }
            long repeatedNow = tuning.repeated().getAsLong();
            double rate = (double) work * ROUND_NANOS / (now - begin);
            int chosen = choice.after(rate, repeatedNow > repeated);
            begin = now;
            repeated = repeatedNow;
            work = 0;
            requests = 0;
            return chosen - slots;
        }
    }
}
