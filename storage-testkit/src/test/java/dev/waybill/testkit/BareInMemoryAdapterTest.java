package dev.waybill.testkit;

import dev.waybill.port.Capabilities;

/// The adapter in memory with no capability at all.
class BareInMemoryAdapterTest extends InMemoryContract {
    @Override
    protected Capabilities expectedCapabilities() {
        return InMemoryAdapter.NO_CAPABILITIES;
    }
}
