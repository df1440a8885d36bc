package dev.waybill.domain.factory;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.layer.CapabilityGuard;
import dev.waybill.domain.layer.LimitedAdapter;
import dev.waybill.domain.layer.ObservedAdapter;
import dev.waybill.domain.layer.RetryingAdapter;
import dev.waybill.domain.layer.Sleeper;
import dev.waybill.domain.layer.StoreMetrics;
import dev.waybill.domain.layer.WithholdingAdapter;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.RemoteExecutor;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.port.spi.ConfiguredStore;
import dev.waybill.port.spi.S3Access;
import dev.waybill.port.spi.S3Reachable;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Puts the layers over an adapter, always in this order:
/// [CapabilityGuard], [RetryingAdapter], [LimitedAdapter], [ObservedAdapter], adapter; where the configuration
/// withholds something, [WithholdingAdapter] between the last two.
@SuppressWarnings("MustBeClosedChecker") // what is opened goes to the caller inside its wrapper
final class StoreStack {
    private final AdapterContext context;
    private final StackOptions options;

    StoreStack(Clock clock, StackOptions options) {
        this.options = options;
        this.context = new AdapterContext(clock, options.requestSlots());
    }

    /// @param withheld what the store is not to be relied on for
    /// @param metrics where the calls that reach the adapter are counted
    @MustBeClosed
    IObjectStorageAdapter open(ConfiguredStore store, Set<Capability> withheld, StoreMetrics metrics) {
        IObjectStorageAdapter adapter = store.open(context);
        IObjectStorageAdapter trusted = withheld.isEmpty() ? adapter : new WithholdingAdapter(adapter, withheld);
        IObjectStorageAdapter observed = new ObservedAdapter(trusted, metrics);
        IObjectStorageAdapter limited =
                options.limits().isNone() ? observed : new LimitedAdapter(observed, options.limits(), Sleeper.REAL);
        return new CapabilityGuard(new RetryingAdapter(limited, options.retries(), metrics, new Random()));
    }

    /// What runs programs where the data lies, on which no layer has anything to do.
    Optional<RemoteExecutor> openExecutor(ConfiguredStore store) {
        return store.openExecutor(context);
    }

    S3Access accessTo(S3Reachable store) {
        return store.access(context);
    }
}
