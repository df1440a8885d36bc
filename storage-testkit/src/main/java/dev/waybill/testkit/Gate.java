package dev.waybill.testkit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Where calls wait until a test lets them go. Any thread may call; a gate that was opened stays open.
public final class Gate {
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch open = new CountDownLatch(1);
    private final Semaphore arrivals = new Semaphore(0);

    /// Waits until somebody waits at the gate that this method has not told of yet.
    ///
    /// @throws IllegalStateException if nobody comes for a minute
    public void awaitArrival() throws InterruptedException {
        if (!arrivals.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("nobody came to the gate for " + PATIENCE_SECONDS + " s");
        }
    }

    /// Lets everybody go on, now and later.
    public void open() {
        open.countDown();
    }

    /// Waits for [#open], a minute at the most.
    void pass() throws InterruptedException {
        arrivals.release();
        if (!open.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the gate was not opened for " + PATIENCE_SECONDS + " s");
        }
    }
}
