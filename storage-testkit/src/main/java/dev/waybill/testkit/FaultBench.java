package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.StorageException.StoreUnavailable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// What one test of a [WireFaultContract] has: a proxy before the server, clients through it and past it, and a look
/// at what they leave behind. One thread.
final class FaultBench {
    /// How long a client waits that is to give up.
    static final Duration IMPATIENCE = Duration.ofMillis(600);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ATTEMPTS = 8;
    private static final long SOON_SECONDS = 10;

    private final WireServer server;
    private final FaultProxy proxy;
    private final String folder;
    private final LivingThreads before = LivingThreads.now();
    private final List<IObjectStorageAdapter> opened = new ArrayList<>();
    private final Map<Client, StoreUnderTest> clients = new EnumMap<>(Client.class);

    /// Who calls.
    private enum Client {
        PAST_THE_PROXY,
        THROUGH_IT,
        THROUGH_IT_AND_IMPATIENT
    }

    /// @param folder what the keys of this test begin with
    @SuppressWarnings("MustBeClosedChecker") // closed at the end of the test
    FaultBench(WireServer server, String folder) throws IOException {
        this.server = server;
        this.folder = folder;
        this.proxy = FaultProxy.to("127.0.0.1", server.port());
    }

    FaultProxy proxy() {
        return proxy;
    }

    WireServer server() {
        return server;
    }

    /// A key of this test.
    String key(String name) {
        return folder + name;
    }

    /// A client that no fault meets.
    StoreUnderTest direct() {
        return clients.computeIfAbsent(Client.PAST_THE_PROXY, c -> open(server.port(), Clock.systemUTC(), PATIENCE));
    }

    /// A client through the proxy.
    StoreUnderTest through() {
        return clients.computeIfAbsent(Client.THROUGH_IT, c -> open(Clock.systemUTC(), PATIENCE));
    }

    /// A client through the proxy that does not wait long.
    StoreUnderTest impatient() {
        return clients.computeIfAbsent(Client.THROUGH_IT_AND_IMPATIENT, c -> open(Clock.systemUTC(), IMPATIENCE));
    }

    /// A client through the proxy, closed at the end of the test.
    StoreUnderTest open(Clock clock, Duration patience) {
        return open(proxy.port(), clock, patience);
    }

    @SuppressWarnings("MustBeClosedChecker") // closed at the end of the test
    private StoreUnderTest open(int port, Clock clock, Duration patience) {
        return adopt(opened(new WireClient(port, clock, patience)));
    }

    /// Has an adapter closed at the end of the test.
    StoreUnderTest adopt(IObjectStorageAdapter adapter) {
        opened.add(adapter);
        return new StoreUnderTest(adapter);
    }

    @MustBeClosed
    private IObjectStorageAdapter opened(WireClient client) {
        try {
            return server.open(client);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("an adapter cannot be opened", e);
        }
    }

    /// Makes sure that a client has a connection, so that a fault meets what comes next and no handshake.
    void connect(StoreUnderTest client) throws Exception {
        again(() -> client.stat(key("nothing")));
    }

    /// What the layer that retries does: the same call again while the store is unavailable.
    static <T> T again(Callable<T> call) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.call();
            } catch (StoreUnavailable e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (IOException e) {
                if (attempt == ATTEMPTS || !(e.getCause() instanceof StoreUnavailable)) {
                    throw e;
                }
            }
        }
    }

    /// Ends the test: nothing of the clients is left, neither a connection nor a thread.
    void close() throws IOException {
        proxy.heal();
        opened.forEach(IObjectStorageAdapter::close);
        boolean disconnected = soon(() -> proxy.statistics().open() == 0);
        int left = proxy.statistics().open();
        proxy.close();
        assertThat(disconnected).as("%d connections are left open", left).isTrue();
        soon(() -> before.newOnes().isEmpty());
        assertThat(before.newOnes()).as("threads that outlive their adapter").isEmpty();
    }

    /// Whether something is the case now or within some seconds.
    static boolean soon(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOON_SECONDS);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return condition.getAsBoolean();
    }
}
