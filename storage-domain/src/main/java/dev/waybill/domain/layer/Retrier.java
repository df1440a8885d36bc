package dev.waybill.domain.layer;

import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StoreId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes calls again that failed because the store was unavailable. Any number of threads.
///
/// Waits grow from attempt to attempt up to a bound, each drawn anew between nothing and its bound (full
/// jitter), so that many callers do not come back at once; what the store asked for comes on top. A wait
/// that would outlast the budget is not begun.
final class Retrier {
    private static final Logger LOG = LoggerFactory.getLogger(RetryingAdapter.class);

    /// Where doubling stops in any case, so that it does not overflow.
    private static final int MOST_DOUBLINGS = 30;

    private final StoreId store;
    private final RetryOptions options;
    private final StoreMetrics metrics;
    private final RandomGenerator random;

    Retrier(StoreId store, RetryOptions options, StoreMetrics metrics, RandomGenerator random) {
        this.store = store;
        this.options = options;
        this.metrics = metrics;
        this.random = random;
    }

    /// The result of `attempt`, made as often as it takes.
    ///
    /// @throws StoreUnavailable the last one, saying how many attempts there were
    /// @throws StorageException.Cancelled if the thread is interrupted while it waits
    <T> T call(Operation operation, Optional<ObjectKey> key, Function<Attempts, T> attempt) {
        var attempts = new Attempts();
        attempts.begin();
        try {
            return attempt.apply(attempts);
        } catch (StoreUnavailable e) {
            return again(operation, key, e, attempts, attempt);
        }
    }

    /// The result of `attempt` after a first one, made elsewhere, has failed.
    <T> T resume(Operation operation, Optional<ObjectKey> key, StoreUnavailable first, Function<Attempts, T> attempt) {
        var attempts = new Attempts();
        attempts.begin();
        return again(operation, key, first, attempts, attempt);
    }

    private <T> T again(
            Operation operation,
            Optional<ObjectKey> key,
            StoreUnavailable first,
            Attempts attempts,
            Function<Attempts, T> attempt) {
        if (options.attempts() == 1) {
            throw first;
        }
        long start = System.nanoTime();
        try {
            return Failsafe.with(policy(operation, key)).get(context -> {
                if (context.isFirstAttempt()) {
                    throw noted(first, attempts, start);
                }
                attempts.begin();
                try {
                    return attempt.apply(attempts);
                } catch (StoreUnavailable e) {
                    throw noted(e, attempts, start);
                }
            });
        } catch (GivingUp e) {
            throw last(e.reason, key, attempts);
        } catch (StoreUnavailable e) {
            throw last(e, key, attempts);
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                throw new StorageException.Cancelled(store, key, e.getCause());
            }
            throw e;
        }
    }

    private RetryPolicy<Object> policy(Operation operation, Optional<ObjectKey> key) {
        return RetryPolicy.builder()
                .handle(StoreUnavailable.class)
                .withMaxAttempts(options.attempts())
                .withMaxDuration(options.budget())
                .withDelayFnOn(this::delay, StoreUnavailable.class)
                .onRetry(event -> {
                    metrics.retried(operation);
                    LOG.debug("{} {} {} again, attempt {}", store, operation, key, event.getAttemptCount() + 1);
                })
                .build();
    }

    /// Failsafe can draw its own backoff at random, but then draws what a store asks for at random too.
    private Duration delay(ExecutionContext<Object> context) {
        int doublings = Math.min(Math.max(0, context.getAttemptCount() - 1), MOST_DOUBLINGS);
        Duration grown = options.firstDelay().multipliedBy(1L << doublings);
        Duration bound = grown.compareTo(options.maxDelay()) < 0 ? grown : options.maxDelay();
        Duration drawn = Duration.ofNanos(random.nextLong(bound.toNanos() + 1));
        return context.getLastException() instanceof StoreUnavailable e
                ? e.retryAfter().map(drawn::plus).orElse(drawn)
                : drawn;
    }

    private RuntimeException noted(StoreUnavailable failure, Attempts attempts, long start) {
        attempts.failed(failure);
        Duration left = options.budget().minusNanos(System.nanoTime() - start);
        boolean tooLong =
                failure.retryAfter().filter(asked -> asked.compareTo(left) > 0).isPresent();
        return tooLong ? new GivingUp(failure) : failure;
    }

    private StoreUnavailable last(StoreUnavailable failure, Optional<ObjectKey> key, Attempts attempts) {
        if (attempts.made() == 1) {
            return failure;
        }
        var reason = attempts.isUncertain() ? StoreUnavailable.Reason.OUTCOME_UNKNOWN : failure.reason();
        String detail = detail(failure) + " (after " + attempts.made() + " attempts)";
        return new StoreUnavailable(store, failure.key().or(() -> key), reason, detail, failure.retryAfter(), failure);
    }

    /// What a message says behind what every message of this kind begins with.
    private static String detail(StoreUnavailable failure) {
        String message = String.valueOf(failure.getMessage());
        String beginning = new StoreUnavailable(
                        failure.store(), failure.key(), failure.reason(), "", Optional.empty(), null)
                .getMessage();
        return beginning != null && message.startsWith(beginning) ? message.substring(beginning.length()) : message;
    }

    /// The store asked to be left alone for longer than there is time.
    private static final class GivingUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final StoreUnavailable reason;

        GivingUp(StoreUnavailable reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
