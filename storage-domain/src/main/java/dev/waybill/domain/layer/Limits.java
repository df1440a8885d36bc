package dev.waybill.domain.layer;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.SourceFailed;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalTime;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The bounds kept towards one store, and the ways to keep them. Any number of threads.
@SuppressWarnings("MustBeClosedChecker") // what is opened goes to the caller inside its wrapper
final class Limits {
    private final StoreId store;
    private final Slots slots;
    private final Pace pace;
    private final Pace requests;

    /// @param nanoTime as [System#nanoTime]
    /// @param clock tells the time of the day, in the zone that schedules are meant in
    Limits(StoreId store, LimitOptions options, Sleeper sleeper, LongSupplier nanoTime, Clock clock) {
        this.store = store;
        this.slots = new Slots(store, options.requests());
        this.pace = new Pace(() -> options.bytesPerSecond().at(LocalTime.now(clock)), nanoTime, sleeper);
        this.requests = new Pace(() -> options.requestsPerSecond().at(LocalTime.now(clock)), nanoTime, sleeper);
    }

    private void begin(Optional<ObjectKey> key) {
        try {
            requests.moved(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException.Cancelled(store, key, e);
        }
    }

    /// Makes a request on `key`.
    <T> T within(ObjectKey key, Supplier<T> request) {
        begin(Optional.of(key));
        return slots.holding(Optional.of(key), request);
    }

    /// Makes a request on no key in particular.
    <T> T within(Supplier<T> request) {
        begin(Optional.empty());
        return slots.holding(Optional.empty(), request);
    }

    /// Opens a body, which holds its slot until it is closed.
    @MustBeClosed
    ObjectContent opening(ObjectKey key, Supplier<ObjectContent> request) {
        begin(Optional.of(key));
        Slots.Slot slot = slots.take(Optional.of(key));
        try {
            ObjectContent content = request.get();
            var stream = new LimitedStream(content.stream(), pace, slot::release, store, key);
            return new ObjectContent(content.metadata(), content.range(), stream);
        } catch (RuntimeException | Error e) {
            slot.release();
            throw e;
        }
    }

    /// Makes a request that sends what `source` gives.
    <T> T sending(ObjectKey key, ObjectSource source, Function<ObjectSource, T> request) {
        begin(Optional.of(key));
        try {
            return slots.holding(Optional.of(key), () -> request.apply(new PacedSource(source, key)));
        } catch (SourceFailed e) {
            if (e.getCause() != null && e.getCause().getCause() instanceof StorageException.Cancelled) {
                throw new StorageException.Cancelled(store, Optional.of(key), e);
            }
            throw e;
        }
    }

    /// Opens a listing.
    @MustBeClosed
    <T> Stream<T> listing(Supplier<Stream<T>> request) {
        return LimitedListing.of(slots, () -> begin(Optional.empty()), request);
    }

    private final class PacedSource implements ObjectSource {
        private final ObjectSource inner;
        private final ObjectKey key;

        PacedSource(ObjectSource inner, ObjectKey key) {
            this.inner = inner;
            this.key = key;
        }

        @Override
        public OptionalLong length() {
            return inner.length();
        }

        @Override
        @MustBeClosed
        public InputStream open() throws IOException {
            return new LimitedStream(inner.open(), pace, () -> {}, store, key);
        }
    }
}
