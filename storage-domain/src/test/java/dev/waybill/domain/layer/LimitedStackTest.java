package dev.waybill.domain.layer;

import dev.waybill.port.Capabilities;
import dev.waybill.testkit.InMemoryAdapter;

/// Every layer over a store that can do everything, with few requests at once.
class LimitedStackTest extends StackContract {
    @Override
    protected LimitOptions limits() {
        return LimitOptions.NONE.withRequests(2).withBytesPerSecond(1L << 40);
    }

    @Override
    protected Capabilities expectedCapabilities() {
        return InMemoryAdapter.ALL_CAPABILITIES;
    }
}
