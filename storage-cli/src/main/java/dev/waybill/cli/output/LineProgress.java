package dev.waybill.cli.output;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicLong;

/// Prints a line every few seconds, for logs. Any number of threads.
final class LineProgress extends Progress {
    private static final long INTERVAL_NANOS = 5_000_000_000L;

    private final PrintStream err;
    private final AtomicLong next = new AtomicLong(System.nanoTime() + INTERVAL_NANOS);

    LineProgress(PrintStream err) {
        this.err = err;
    }

    @Override
    void changed() {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + INTERVAL_NANOS)) {
            err.println(figures().line(now));
        }
    }

    @Override
    public void printing(Runnable lines) {
        lines.run();
    }

    @Override
    public void close() {}
}
