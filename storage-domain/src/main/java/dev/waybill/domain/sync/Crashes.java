package dev.waybill.domain.sync;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What was thrown by work that should not throw: no failure of a store, but a defect, or of the record of what is
/// synced. Nothing more is begun then, and the run throws it. Any number of threads may call it.
final class Crashes {
    private final Queue<RuntimeException> thrown = new ConcurrentLinkedQueue<>();

    /// `work` as it is to be run by a task, so that nothing it throws is lost.
    Runnable watched(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                thrown.add(e);
            }
        };
    }

    boolean isEmpty() {
        return thrown.isEmpty();
    }

    /// @throws RuntimeException the first of what was thrown
    void rethrow() {
        RuntimeException first = thrown.peek();
        if (first != null) {
            throw first;
        }
    }
}
