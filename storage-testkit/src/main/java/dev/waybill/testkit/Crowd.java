package dev.waybill.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/// Calls from several threads at once.
final class Crowd {
    private static final long PATIENCE_SECONDS = 25;

    private Crowd() {}

    /// How one call ended: with a value, or with what it threw.
    record Outcome<T>(List<T> value, List<Throwable> failure) {
        static <T> Outcome<T> of(Future<T> future) throws InterruptedException, TimeoutException {
            try {
                return new Outcome<>(List.of(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS)), List.of());
            } catch (ExecutionException e) {
                return new Outcome<>(List.of(), List.of(e.getCause() == null ? e : e.getCause()));
            }
        }

        boolean succeeded() {
            return failure.isEmpty();
        }
    }

    /// Makes `count` calls that all begin at the same time.
    static <T> List<Outcome<T>> outcomes(int count, IntFunction<Callable<T>> call) throws Exception {
        var start = new CountDownLatch(1);
        try (var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
            var futures = new ArrayList<Future<T>>();
            for (int i = 0; i < count; i++) {
                var mine = call.apply(i);
                futures.add(threads.submit(() -> {
                    start.await();
                    return mine.call();
                }));
            }
            start.countDown();
            var outcomes = new ArrayList<Outcome<T>>();
            try {
                for (var future : futures) {
                    outcomes.add(Outcome.of(future));
                }
            } catch (TimeoutException e) {
                threads.shutdownNow();
                throw new AssertionError("a call took more than " + PATIENCE_SECONDS + " s", e);
            }
            return outcomes;
        }
    }

    /// As [#outcomes], and every call must succeed.
    static <T> List<T> all(int count, IntFunction<Callable<T>> call) throws Exception {
        var values = new ArrayList<T>();
        for (var outcome : outcomes(count, call)) {
            for (var failure : outcome.failure()) {
                throw new AssertionError("a call beside others failed: " + failure, failure);
            }
            values.addAll(outcome.value());
        }
        return values;
    }

    /// Calls `action` for each of `0 .. count - 1`, from `width` threads.
    static void forEach(int count, int width, IndexedAction action) throws Exception {
        all(width, lane -> () -> {
            for (int i = lane; i < count; i += width) {
                action.run(i);
            }
            return lane;
        });
    }

    /// What to do with one number.
    @FunctionalInterface
    interface IndexedAction {
        void run(int index) throws Exception;
    }
}
