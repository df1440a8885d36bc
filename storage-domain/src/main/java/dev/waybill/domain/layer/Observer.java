package dev.waybill.domain.layer;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts calls and logs one DEBUG line for each.
final class Observer {
    private static final Logger LOG = LoggerFactory.getLogger(ObservedAdapter.class);

    private final StoreId store;
    private final StoreMetrics metrics;

    Observer(StoreId store, StoreMetrics metrics) {
        this.store = store;
        this.metrics = metrics;
    }

    /// Makes a call that is over when it returns.
    ///
    /// @param bytesOf how much content it moved
    <T> T observe(Operation operation, Optional<ObjectKey> key, Supplier<T> body, ToLongFunction<T> bytesOf) {
        Call call = begin(operation, key);
        try {
            T result = body.get();
            call.moved(bytesOf.applyAsLong(result));
            return result;
        } catch (RuntimeException e) {
            call.failed(e);
            throw e;
        } finally {
            call.end();
        }
    }

    /// Opens what is over only when it is closed: the call ends here only if opening fails.
    <T> T open(Call call, Supplier<T> body) {
        try {
            return body.get();
        } catch (RuntimeException e) {
            call.failed(e);
            call.end();
            throw e;
        }
    }

    Call begin(Operation operation, Optional<ObjectKey> key) {
        return new Call(operation, key);
    }

    /// One call under way. Any thread may tell of its progress; only the first end counts.
    final class Call {
        private final Operation operation;
        private final Optional<ObjectKey> key;
        private final long start = System.nanoTime();
        private final AtomicLong bytes = new AtomicLong();
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile String outcome = "";

        private Call(Operation operation, Optional<ObjectKey> key) {
            this.operation = operation;
            this.key = key;
        }

        void moved(long count) {
            bytes.addAndGet(count);
        }

        void failed(Throwable failure) {
            Throwable kind = failure.getCause() instanceof StorageException inner ? inner : failure;
            outcome = " failed: " + kind.getClass().getSimpleName();
        }

        void end() {
            if (ended.compareAndSet(false, true)) {
                String result = outcome;
                metrics.ended(operation, bytes.get(), !result.isEmpty());
                if (LOG.isDebugEnabled()) {
                    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                    String what = key.map(ObjectKey::value).orElse("-");
                    LOG.debug("{} {} {} {} bytes {} ms{}", store, operation, what, bytes.get(), millis, result);
                }
            }
        }
    }
}
