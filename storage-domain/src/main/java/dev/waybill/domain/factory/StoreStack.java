package dev.waybill.domain.factory;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.layer.CapabilityGuard;
import dev.waybill.domain.layer.ObservedAdapter;
import dev.waybill.domain.layer.StoreMetrics;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.port.spi.ConfiguredStore;
import java.time.Clock;

/// Puts the layers over an adapter, always in this order: guard, observation, adapter.
@SuppressWarnings("MustBeClosedChecker") // what is opened goes to the caller inside its wrapper
final class StoreStack {
    private final AdapterContext context;

    StoreStack(Clock clock, StackOptions options) {
        this.context = new AdapterContext(clock, options.requestSlots());
    }

    /// @param metrics where the calls that reach the adapter are counted
    @MustBeClosed
    IObjectStorageAdapter open(ConfiguredStore store, StoreMetrics metrics) {
        return new CapabilityGuard(new ObservedAdapter(store.open(context), metrics));
    }
}
