package dev.waybill.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until a test moves it. Any thread may call.
public final class ManualClock extends Clock {
    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    /// A clock that shows `start`, in UTC.
    public ManualClock(Instant start) {
        this(new AtomicReference<>(start), ZoneOffset.UTC);
    }

    private ManualClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /// Moves the clock on, or back if `time` is negative.
    public void advance(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    /// Makes the clock show `time`.
    public void set(Instant time) {
        now.set(time);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /// The same time in another zone; both move together.
    @Override
    public Clock withZone(ZoneId other) {
        return new ManualClock(now, other);
    }
}
