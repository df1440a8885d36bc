package dev.waybill.adapter.sqlite;

import java.util.concurrent.atomic.AtomicLong;

/// How much of the heap is live, looked at now and then. Any thread may look.
final class LiveHeap {
    private static final int LOOKS = 12;

    private final long every;
    private final AtomicLong most = new AtomicLong();

    /// @param count how many steps there are, of which some are looked at
    LiveHeap(long count) {
        this(count, LOOKS);
    }

    /// @param looks how often to look at so many steps
    LiveHeap(long count, int looks) {
        this.every = count / looks;
    }

    /// At a step, whose number it is.
    void look(long number) {
        if (number % every == every / 2) {
            System.gc();
            Runtime heap = Runtime.getRuntime();
            most.accumulateAndGet(heap.totalMemory() - heap.freeMemory(), Math::max);
        }
    }

    /// The most that was seen, in bytes.
    long most() {
        return most.get();
    }
}
