package dev.waybill.cli.endtoend.store;

import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.WireFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A server behind a proxy.
abstract class ProxiedRemote implements TestRemote {
    private final FaultProxy proxy;
    private final long bytesPerSecond;
    private final List<WireFault> faults;

    /// @param port where the server listens
    /// @param bytesPerSecond how much each connection carries while it is slow
    /// @param faults what connections meet while it is slow
    @SuppressWarnings("MustBeClosedChecker") // closed by close
    ProxiedRemote(int port, long bytesPerSecond, List<WireFault> faults) throws IOException {
        this.proxy = FaultProxy.to("127.0.0.1", port);
        this.bytesPerSecond = bytesPerSecond;
        this.faults = faults;
    }

    /// Where clients reach the server.
    final int port() {
        return proxy.port();
    }

    /// Ends the server.
    abstract void stop();

    @Override
    public final void slow(boolean on) {
        if (on) {
            proxy.onEvery(new WireFault.Slow(WireFault.Direction.UP, bytesPerSecond));
            proxy.onEvery(new WireFault.Slow(WireFault.Direction.DOWN, bytesPerSecond));
            faults.forEach(proxy::onEvery);
        } else {
            proxy.heal();
        }
    }

    @Override
    public long partWrites() {
        return -1;
    }

    @Override
    public final long bytesSent() {
        return proxy.statistics().bytesUp();
    }

    @Override
    public Optional<Path> folder() {
        return Optional.empty();
    }

    @Override
    public final void close() {
        try {
            proxy.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            stop();
        }
    }
}
