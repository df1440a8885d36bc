package dev.waybill.testkit;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capabilities;
import dev.waybill.port.IObjectStorageAdapter;

/// A [FaultyAdapter] without a script is as good as the adapter behind it.
class FaultlessAdapterTest extends InMemoryContract {
    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // what is returned closes it
    protected IObjectStorageAdapter openEmptyStore() {
        return new FaultyAdapter(super.openEmptyStore());
    }

    @Override
    protected Capabilities expectedCapabilities() {
        return InMemoryAdapter.ALL_CAPABILITIES;
    }
}
