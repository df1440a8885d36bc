package dev.waybill.cli.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Breaks a run off when the process is asked to end (Ctrl-C, SIGTERM): the work is interrupted and gets a bounded
/// time to undo what is half done. The one shutdown hook of the product.
///
/// The JVM ends with 130 after SIGINT and 143 after SIGTERM once the hook returns, whatever the work does then.
public final class Interruption {
    /// What remains of the two seconds in which Ctrl-C ends, after the JVM's own share.
    static final Duration PATIENCE = Duration.ofMillis(1700);

    private final Thread work;
    private final CountDownLatch over = new CountDownLatch(1);

    private Interruption(Thread work) {
        this.work = work;
    }

    /// From now on, the end of the process interrupts the calling thread.
    public static Interruption ofThisThread() {
        var interruption = new Interruption(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::breakOff, "waybill-interruption"));
        return interruption;
    }

    /// The work is over, and nothing need wait for it.
    public void workIsOver() {
        over.countDown();
    }

    private void breakOff() {
        if (over.getCount() == 0) {
            return;
        }
        work.interrupt();
        try {
            boolean ended = over.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                System.err.println("waybill: cancelled; what was under way is given up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
