package dev.waybill.port.spi;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// A value that many threads use and that has to be replaced now and then, by a request that takes a while: the token
/// of a login, say. Of all threads that want another, one asks; the others wait for what comes of it.
///
/// - **No old answers**: the end of a request and its value show at once. Who holds a value and wants another never
///   shares the request that gave it that value.
/// - **A failure** reaches all who waited for that request; the next call asks anew.
/// - **Interruption** is one thread's own. A waiting one leaves, and the request goes on. Where the asking one is
///   interrupted and therefore fails, another of those who wait asks; so it is after an [Error], too.
/// - **Locks**: none is held while anybody asks or waits, and waiting virtual threads free their carriers.
///
/// Any number of threads.
///
/// @param <T> values, immutable; two that are equal are the same
public final class SharedRenewal<T> {
    private final Supplier<T> request;
    private final AtomicReference<State<T>> state;

    /// What is known, which changes as one.
    ///
    /// @param latest the value that came last
    /// @param underWay the request for the next; only who makes it changes the state until it has ended
    private record State<T>(Optional<T> latest, Optional<Flight<T>> underWay) {}

    /// One request. What comes of it is written before it has landed, and read after.
    private static final class Flight<T> {
        private final CountDownLatch landed = new CountDownLatch(1);
        private Optional<T> value = Optional.empty();
        private Optional<RuntimeException> failure = Optional.empty();

        /// What another thread got; empty if it was interrupted.
        Optional<T> await() throws InterruptedException {
            landed.await();
            if (failure.isPresent()) {
                throw failure.get();
            }
            return value;
        }
    }

    /// Asks nobody yet.
    ///
    /// @param first the value to begin with, if there is one yet
    /// @param request gives another, in the thread that asks; where that is interrupted meanwhile, it leaves the
    ///     thread's interrupt flag set
    public SharedRenewal(Optional<T> first, Supplier<T> request) {
        this.request = request;
        this.state = new AtomicReference<>(new State<>(first, Optional.empty()));
    }

    /// The value that came last, whether or not it is still good; waits for nothing.
    public Optional<T> latest() {
        return state.get().latest();
    }

    /// The latest value if that is another than `old`, else what a request gives, which is made here or waited for.
    /// That is equal to `old` only if the request gives it again.
    ///
    /// @param old the value that is of no use any more; empty for who has had none
    /// @throws InterruptedException if the thread is interrupted while it waits for another's request
    /// @throws RuntimeException what the request failed with, the same to all who waited for it
    public T after(Optional<T> old) throws InterruptedException {
        while (true) {
            var now = state.get();
            if (isOther(now, old)) {
                return now.latest().orElseThrow();
            }
            if (now.underWay().isPresent()) {
                var given = now.underWay().get().await();
                if (given.isPresent()) {
                    return given.get();
                }
            } else {
                var mine = begin(now);
                if (mine.isPresent()) {
                    return ask(mine.get());
                }
            }
        }
    }

    /// As [#after], for who can go on with `old` for a while: nobody waits, since `old` is the answer while another
    /// thread asks.
    ///
    /// @throws RuntimeException what the request failed with, if it was made here
    public T ahead(T old) {
        var now = state.get();
        if (isOther(now, Optional.of(old))) {
            return now.latest().orElseThrow();
        }
        return now.underWay().isPresent() ? old : begin(now).map(this::ask).orElse(old);
    }

    private static <T> boolean isOther(State<T> now, Optional<T> old) {
        return now.latest().isPresent() && !now.latest().equals(old);
    }

    /// A request that is this thread's to make, unless something has happened meanwhile.
    private Optional<Flight<T>> begin(State<T> before) {
        var flight = new Flight<T>();
        return state.compareAndSet(before, new State<>(before.latest(), Optional.of(flight)))
                ? Optional.of(flight)
                : Optional.empty();
    }

    private T ask(Flight<T> flight) {
        var latest = latest();
        try {
            T next = request.get();
            latest = Optional.of(next);
            flight.value = latest;
            return next;
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                flight.failure = Optional.of(e);
            }
            throw e;
        } finally {
            // First the state, or who asks anew would find the request that has just ended.
            state.set(new State<>(latest, Optional.empty()));
            flight.landed.countDown();
        }
    }
}
