package dev.waybill.domain.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Gathers what is to be written until it is worth a write: 500 of them, or a second's. Any number of threads may
/// call it; they take turns.
public final class Batch<T> {
    private static final int SIZE = 500;
    private static final Duration OLDEST = Duration.ofSeconds(1);

    private final Consumer<List<T>> write;
    private final Clock clock;
    private List<T> pending = new ArrayList<>();
    private Instant flushed;

    /// @param write writes them, all or none, in the order in which they came
    public Batch(Consumer<List<T>> write, Clock clock) {
        this.write = write;
        this.clock = clock;
        this.flushed = clock.instant();
    }

    /// Takes one in.
    public synchronized void add(T item) {
        pending.add(item);
        if (pending.size() >= SIZE || flushed.plus(OLDEST).isBefore(clock.instant())) {
            flush();
        }
    }

    /// Writes what is there: all that was taken in before is written when this returns, by whichever thread.
    public synchronized void flush() {
        if (!pending.isEmpty()) {
            List<T> items = pending;
            pending = new ArrayList<>();
            write.accept(items);
        }
        flushed = clock.instant();
    }
}
