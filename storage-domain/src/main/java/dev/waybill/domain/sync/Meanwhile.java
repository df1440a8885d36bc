package dev.waybill.domain.sync;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.transfer.Tasks;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Something that is found out while the thread that asked for it does something else. Closing it breaks that off. Only
/// the thread that began it may use it.
final class Meanwhile<T> implements AutoCloseable {
    private final Tasks tasks;
    private final AtomicReference<T> found;

    private Meanwhile(Tasks tasks, AtomicReference<T> found) {
        this.tasks = tasks;
        this.found = found;
    }

    /// @param ifInterrupted what it is if this thread is interrupted before it is known
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // closed with what is returned
    static <T> Meanwhile<T> of(Supplier<T> work, T ifInterrupted) {
        var found = new AtomicReference<>(ifInterrupted);
        var tasks = Tasks.failingFast(1);
        try {
            tasks.submit(() -> found.set(work.get()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Meanwhile<>(tasks, found);
    }

    /// Waits for it; the flag of a thread that is interrupted stays set.
    ///
    /// @throws RuntimeException what was thrown when it was looked for
    T get() {
        try {
            tasks.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return found.get();
    }

    @Override
    public void close() {
        tasks.close();
    }
}
