package dev.waybill.domain.layer;

import dev.waybill.port.Capabilities;
import dev.waybill.testkit.InMemoryAdapter;

/// Every layer over a store that can do nothing but keep bytes.
class BareStackTest extends StackContract {
    @Override
    protected LimitOptions limits() {
        return LimitOptions.NONE;
    }

    @Override
    protected Capabilities expectedCapabilities() {
        return InMemoryAdapter.NO_CAPABILITIES;
    }
}
