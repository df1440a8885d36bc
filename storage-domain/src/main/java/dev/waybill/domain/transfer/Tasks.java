package dev.waybill.domain.transfer;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Work that runs at the same time, within a bound, and is over when the block is left.
///
/// ```java
/// try (var tasks = Tasks.failingFast(16)) {
///     for (var item : items) {
///         tasks.submit(() -> move(item));
///     }
///     tasks.join();
/// }
/// ```
///
/// Only the thread that opened it may call it. Every piece of work has a virtual thread of its own; a piece is
/// taken only when fewer than the bound are running, so that what is planned never waits in memory. Leaving the
/// block without [#join] interrupts what still runs and waits for it; so does an interrupt of the owner.
public final class Tasks implements AutoCloseable {
    private final Thread owner = Thread.currentThread();
    private final int bound;
    private final boolean failingFast;
    private final Semaphore free;
    private final ExecutorService threads;
    private final Object lock = new Object();
    private final List<RuntimeException> failures = new ArrayList<>();
    private @Nullable Throwable fatal;
    private volatile boolean cancelled;

    private Tasks(int bound, boolean failingFast) {
        if (bound < 1) {
            throw new IllegalArgumentException("the bound of tasks must be 1 or more: " + bound);
        }
        this.bound = bound;
        this.failingFast = failingFast;
        this.free = new Semaphore(bound);
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("waybill-", 0).factory());
    }

    /// Up to `bound` pieces at once; the first that throws interrupts the others.
    @MustBeClosed
    public static Tasks failingFast(int bound) {
        return new Tasks(bound, true);
    }

    /// Up to `bound` pieces at once; what they throw is collected in [#failures] and stops nothing, but for an
    /// [Error], which interrupts the others.
    @MustBeClosed
    public static Tasks collecting(int bound) {
        return new Tasks(bound, false);
    }

    /// Starts `work` as soon as fewer than the bound are running; waits until then.
    ///
    /// @throws RuntimeException what the first failed piece threw, where that stops the others
    /// @throws InterruptedException if the owner was interrupted; all pieces are then interrupted too
    public void submit(Runnable work) throws InterruptedException {
        requireOwner();
        take(1);
        boolean started = false;
        try {
            throwFatal();
            threads.execute(() -> run(work));
            started = true;
        } catch (RejectedExecutionException e) {
            throwFatal();
            throw new IllegalStateException("no work can be submitted to tasks that were cancelled or closed", e);
        } finally {
            if (!started) {
                free.release();
            }
        }
    }

    /// Waits until all submitted work is over. More may be submitted after it.
    ///
    /// @throws RuntimeException what the first failed piece threw, where that stops the others
    /// @throws InterruptedException if the owner was interrupted; all pieces are then interrupted too
    public void join() throws InterruptedException {
        requireOwner();
        take(bound);
        free.release(bound);
        throwFatal();
    }

    /// What pieces of a collecting scope threw so far, in the order in which they failed.
    public List<RuntimeException> failures() {
        synchronized (lock) {
            return List.copyOf(failures);
        }
    }

    /// Interrupts what still runs and waits for its end. An interrupt of the owner is kept for later.
    @Override
    public void close() {
        requireOwner();
        cancel();
        threads.close();
    }

    private void requireOwner() {
        if (!Thread.currentThread().equals(owner)) {
            throw new IllegalStateException("only the thread that opened the tasks may use them");
        }
    }

    private void take(int permits) throws InterruptedException {
        try {
            free.acquire(permits);
        } catch (InterruptedException e) {
            cancel();
            throw e;
        }
    }

    private void cancel() {
        cancelled = true;
        threads.shutdownNow();
    }

    private void run(Runnable work) {
        try {
            if (!cancelled) {
                work.run();
            }
        } catch (RuntimeException e) {
            if (failingFast) {
                stopAll(e);
            } else {
                synchronized (lock) {
                    failures.add(e);
                }
            }
        } catch (Error e) {
            stopAll(e);
        } finally {
            free.release();
        }
    }

    private void stopAll(Throwable failure) {
        synchronized (lock) {
            if (fatal == null && !cancelled) {
                fatal = failure;
            }
        }
        cancel();
    }

    private void throwFatal() {
        synchronized (lock) {
            if (fatal instanceof RuntimeException e) {
                throw e;
            }
            if (fatal instanceof Error e) {
                throw e;
            }
        }
    }

    /// Work that goes on by itself until it is over or ended.
    public interface Work {
        /// Does it; an interrupt asks it to end.
        void run() throws InterruptedException;
    }

    /// Work that goes on by itself. Any thread may end it, also its own.
    public static final class Background implements AutoCloseable {
        private final Thread thread;

        private Background(Thread thread) {
            this.thread = thread;
        }

        /// Interrupts the work, if it is not over, and waits for its end. An interrupt of the caller is kept for later.
        @Override
        public void close() {
            thread.interrupt();
            boolean interrupted = false;
            while (!Thread.currentThread().equals(thread) && thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Begins work that goes on by itself, on a virtual thread of its own.
    ///
    /// @param onFailure told what the work threw, by its thread
    @MustBeClosed
    public static Background inBackground(Work work, Consumer<? super RuntimeException> onFailure) {
        return new Background(Thread.ofVirtual().name("waybill-background").start(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                onFailure.accept(e);
            }
        }));
    }
}
