package dev.waybill.testkit;

import dev.waybill.port.Capabilities;

/// The adapter in memory with all capabilities.
class InMemoryAdapterTest extends InMemoryContract {
    @Override
    protected Capabilities expectedCapabilities() {
        return InMemoryAdapter.ALL_CAPABILITIES;
    }
}
