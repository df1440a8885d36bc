package dev.waybill.testkit;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import java.time.Clock;
import java.util.ArrayDeque;

/// The contract on [InMemoryAdapter]s that can do what is expected.
abstract class InMemoryContract extends ObjectStorageContract {
    private final ArrayDeque<InMemoryAdapter> opened = new ArrayDeque<>();

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the contract closes what it is given
    protected IObjectStorageAdapter openEmptyStore() {
        opened.add(new InMemoryAdapter(Clock.systemUTC(), expectedCapabilities()));
        return opened.getLast();
    }

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openSecondClient() {
        return opened.getLast().anotherClient();
    }
}
