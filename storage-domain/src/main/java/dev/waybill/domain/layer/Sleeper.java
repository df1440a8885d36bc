package dev.waybill.domain.layer;

import java.time.Duration;

/// Waits. Given from outside, so that a test need not.
@FunctionalInterface
public interface Sleeper {
    /// Lets the calling thread sleep.
    Sleeper REAL = Thread::sleep;

    /// Waits for this long.
    void sleep(Duration duration) throws InterruptedException;
}
