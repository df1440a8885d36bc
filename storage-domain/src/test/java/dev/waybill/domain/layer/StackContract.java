package dev.waybill.domain.layer;

import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ObjectStorageContract;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/// The contract through every layer: what holds of an adapter holds of the stack over it.
@SuppressWarnings("MustBeClosedChecker") // the contract closes what it opens
abstract class StackContract extends ObjectStorageContract {
    private static final RetryOptions QUICK =
            new RetryOptions(3, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(10));

    private Optional<InMemoryAdapter> store = Optional.empty();

    protected abstract LimitOptions limits();

    @Override
    protected final IObjectStorageAdapter openEmptyStore() {
        var opened = new InMemoryAdapter(Clock.systemUTC(), expectedCapabilities());
        store = Optional.of(opened);
        return stack(opened);
    }

    @Override
    protected final IObjectStorageAdapter openSecondClient() {
        return stack(store.orElseThrow().anotherClient());
    }

    private IObjectStorageAdapter stack(IObjectStorageAdapter adapter) {
        var metrics = new StoreMetrics();
        var limited = new LimitedAdapter(new ObservedAdapter(adapter, metrics), limits(), Sleeper.REAL);
        return new CapabilityGuard(new RetryingAdapter(limited, QUICK, metrics, new Random(1)));
    }
}
