package dev.waybill.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// One call in a thread of its own, so that a test can interrupt it and see what becomes of it.
final class Caller<T> {
    private static final long PATIENCE_SECONDS = 10;

    private final FutureTask<Ending<T>> task;
    private final Thread thread;

    /// How the call ended, and whether the thread's interrupt flag was set then.
    record Ending<T>(Crowd.Outcome<T> outcome, boolean interrupted) {}

    private Caller(Callable<T> call, Thread.Builder builder) {
        this.task = new FutureTask<>(() -> {
            var inner = new FutureTask<>(call);
            inner.run();
            boolean flag = Thread.interrupted();
            return new Ending<>(Crowd.Outcome.of(inner), flag);
        });
        this.thread = builder.unstarted(task);
        thread.start();
    }

    static <T> Caller<T> start(Callable<T> call) {
        return new Caller<>(call, Thread.ofPlatform().daemon());
    }

    /// As [#start], in a virtual thread: there an interrupt also ends the wait for a socket.
    static <T> Caller<T> startVirtual(Callable<T> call) {
        return new Caller<>(call, Thread.ofVirtual());
    }

    void interrupt() {
        thread.interrupt();
    }

    /// Waits for the end of the call, ten seconds at the most.
    Ending<T> await() throws Exception {
        return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
