package dev.waybill.adapter.sftp;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Watches over a conversation: acts once when somebody waits and the server has given no sign of life for too long.
///
/// One thread looks for all who wait. Were each to wait with a limit of its own, an alarm would be set and taken back
/// for each answer, which takes the threads of a machine with few processors longer than the answer.
final class Vigil {
    private final Duration patience;
    private final BooleanSupplier waiting;
    private final Runnable over;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long lastSign = System.nanoTime();

    /// @param patience how long the server may give no sign
    /// @param waiting whether anybody waits for the server now
    /// @param over run when that was too long
    Vigil(Duration patience, BooleanSupplier waiting, Runnable over) {
        this.patience = patience;
        this.waiting = waiting;
        this.over = over;
    }

    void begin() {
        sign();
        Thread unused = SshThreads.startWaiting("vigil", this::keep);
    }

    /// The server lives, or it was left alone until now.
    void sign() {
        lastSign = System.nanoTime();
    }

    /// Ends it, also by what it runs itself, which goes on then.
    void end() {
        ended.countDown();
    }

    private void keep() {
        try {
            for (Duration left = patience; left.isPositive(); ) {
                if (ended.await(left.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                // Whoever asks when nobody waited gives a sign by it, so what is left counts from then.
                left = waiting.getAsBoolean() ? patience.minusNanos(System.nanoTime() - lastSign) : patience;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        over.run();
    }
}
