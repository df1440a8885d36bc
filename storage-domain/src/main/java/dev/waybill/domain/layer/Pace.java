package dev.waybill.domain.layer;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// How fast bytes may move, or requests begin, all together. Any number of threads.
final class Pace {
    private static final long SECOND = 1_000_000_000L;

    /// How much may be saved up while nothing moves.
    private static final long BURST_NANOS = SECOND / 10;

    private final Supplier<OptionalLong> perSecond;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;
    private long paidUntil;

    /// @param perSecond what is allowed now; unbounded if empty
    /// @param nanoTime as [System#nanoTime]
    Pace(Supplier<OptionalLong> perSecond, LongSupplier nanoTime, Sleeper sleeper) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        this.paidUntil = nanoTime.getAsLong();
    }

    /// How many bytes to move at a time, so that no wait is long.
    int chunk(int wished) {
        long most = Math.max(1, perSecond.get().orElse(Long.MAX_VALUE) / 10);
        return (int) Math.min(wished, most);
    }

    /// Waits until these bytes, which have moved already, are within the bound.
    void moved(long bytes) throws InterruptedException {
        OptionalLong rate = bytes <= 0 ? OptionalLong.empty() : perSecond.get();
        if (rate.isEmpty()) {
            return;
        }
        long wait = pay(bytes, rate.getAsLong());
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
