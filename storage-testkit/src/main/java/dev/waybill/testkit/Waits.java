package dev.waybill.testkit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Waiting with a bound, as a stream may wait.
final class Waits {
    private Waits() {}

    /// Waits for `latch`; an interrupt leaves the flag set and throws [InterruptedIOException].
    static void await(CountDownLatch latch, long time, TimeUnit unit) throws IOException {
        try {
            if (!latch.await(time, unit)) {
                throw new IOException("nothing happened within " + time + " " + unit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("interrupted while waiting");
            interrupted.initCause(e);
            throw interrupted;
        }
    }
}
