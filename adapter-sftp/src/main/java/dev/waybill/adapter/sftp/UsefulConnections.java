package dev.waybill.adapter.sftp;

import java.util.concurrent.TimeUnit;

/// How many connections to a server are of use where there is much to do. One thread at a time.
final class UsefulConnections {
    /// How long one is used before there may be another: one costs a login and up to 0.3 s of the processor, and
    /// serves what is over sooner as well alone.
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(2);

    /// A server that answers within this is near: what one conversation may have under way, 2 MiB with OpenSSH, is
    /// more than a processor encrypts meanwhile, and another connection is of use only where there is one for it.
    private static final long NEAR_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /// One encrypts, another reads files.
    private static final int PROCESSORS_EACH = 2;

    private final int allowed;
    private long begun;

    /// @param allowed how many there may be at all
    UsefulConnections(int allowed) {
        this.allowed = allowed;
    }

    /// The first is there.
    void begin() {
        begun = System.nanoTime();
    }

    /// @param answered the least time in which the server has answered, in nanoseconds
    int now(long answered) {
        if (System.nanoTime() - begun < SETTLED_NANOS) {
            return 1;
        }
        int served = Runtime.getRuntime().availableProcessors() / PROCESSORS_EACH;
        return answered < NEAR_NANOS ? Math.clamp(served, 1, allowed) : allowed;
    }
}
