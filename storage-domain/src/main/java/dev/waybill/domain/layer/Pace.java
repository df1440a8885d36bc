package dev.waybill.domain.layer;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// How fast bytes may move, all streams together. Any number of threads.
final class Pace {
    private static final long SECOND = 1_000_000_000L;

    /// How much may be saved up while nothing moves.
    private static final long BURST_NANOS = SECOND / 10;

    private final OptionalLong bytesPerSecond;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;
    private long paidUntil;

    /// @param bytesPerSecond unbounded if empty
    /// @param nanoTime as [System#nanoTime]
    Pace(OptionalLong bytesPerSecond, LongSupplier nanoTime, Sleeper sleeper) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        this.paidUntil = nanoTime.getAsLong();
    }

    /// How many bytes to move at a time, so that no wait is long.
    int chunk(int wished) {
        long most = Math.max(1, bytesPerSecond.orElse(Long.MAX_VALUE) / 10);
        return (int) Math.min(wished, most);
    }

    /// Waits until these bytes, which have moved already, are within the bound.
    void moved(long bytes) throws InterruptedException {
        if (bytesPerSecond.isEmpty() || bytes <= 0) {
            return;
        }
        long wait = pay(bytes, bytesPerSecond.getAsLong());
        if (wait > 0) {
            sleeper.sleep(Duration.ofNanos(wait));
        }
    }

    private synchronized long pay(long bytes, long rate) {
        long now = nanoTime.getAsLong();
        if (paidUntil - now < -BURST_NANOS) {
            paidUntil = now - BURST_NANOS;
        }
        paidUntil += (long) ((double) bytes / rate * SECOND);
        return paidUntil - now;
    }
}
