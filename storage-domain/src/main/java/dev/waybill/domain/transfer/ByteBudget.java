package dev.waybill.domain.transfer;

import java.util.concurrent.Semaphore;

/// How many bytes may be in flight at once. Any number of threads may use it.
///
/// Requests are granted in the order they came, so that a large one is not starved by small ones. One that is
/// larger than the whole budget waits until nothing else is in flight and is then granted alone.
public final class ByteBudget {
    /// The unit of account: semaphores count in `int`.
    private static final int UNIT = 1024;

    private final int units;
    private final Semaphore free;

    /// A budget of `bytes`, in whole KiB.
    ///
    /// @throws IllegalArgumentException if that is less than 1 KiB or more than 1 TiB
    public ByteBudget(long bytes) {
        if (bytes < UNIT || bytes > 1L << 40) {
            throw new IllegalArgumentException("the budget of bytes in flight must be 1 KiB to 1 TiB: " + bytes);
        }
        units = Math.toIntExact(bytes / UNIT);
        free = new Semaphore(units, true);
    }

    /// Waits until `bytes` more may be in flight. Whoever acquires releases the same number.
    public void acquire(long bytes) throws InterruptedException {
        int wanted = unitsOf(bytes);
        if (wanted > 0) {
            free.acquire(wanted);
        }
    }

    /// Gives back what [#acquire] granted for the same number of bytes.
    public void release(long bytes) {
        free.release(unitsOf(bytes));
    }

    private int unitsOf(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes in flight must be 0 or more: " + bytes);
        }
        return (int) Math.min(units, Math.ceilDiv(bytes, (long) UNIT));
    }
}
