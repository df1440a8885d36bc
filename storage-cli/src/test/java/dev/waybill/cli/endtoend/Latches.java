package dev.waybill.cli.endtoend;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waits of threads for each other, so long that only what never comes is given up.
final class Latches {
    private static final long PATIENCE_SECONDS = 20;

    private Latches() {}

    /// Waits until a latch is open, and tells whether it was in time.
    static boolean isReached(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
