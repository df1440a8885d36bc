package dev.waybill.testkit;

import dev.waybill.port.IObjectStorageAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// The clients that one test of the contract has open. Any thread may call.
final class Clients {
    private final List<StoreUnderTest> opened = new ArrayList<>();

    synchronized void add(IObjectStorageAdapter client) {
        opened.add(new StoreUnderTest(client));
    }

    synchronized StoreUnderTest first() {
        return opened.get(0);
    }

    /// The second client, opened when it is first asked for.
    synchronized StoreUnderTest second(Callable<IObjectStorageAdapter> open) {
        if (opened.size() < 2) {
            try {
                add(open.call());
            } catch (Exception e) {
                throw new AssertionError("a second client cannot be opened", e);
            }
        }
        return opened.get(1);
    }

    synchronized void close() {
        opened.forEach(store -> store.client().close());
        opened.clear();
    }
}
