package dev.waybill.testkit;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

/// As [WireFaultContract], for a store that speaks HTTP: it may also be busy, and prove who it is by a certificate.
public abstract class HttpFaultContract extends WireFaultContract implements BusyServerContract {
    private Optional<UntrustedServer> stranger = Optional.empty();

    /// Opens an adapter of the same store at another address, over HTTPS.
    @MustBeClosed
    protected abstract IObjectStorageAdapter openSecure(URI endpoint) throws Exception;

    @Override
    @MustBeClosed
    protected final IObjectStorageAdapter openAtStranger(WireServer trusted) throws Exception {
        if (stranger.isEmpty()) {
            stranger = Optional.of(UntrustedServer.start());
        }
        return openSecure(stranger.get().endpoint());
    }

    @Override
    protected final String wordOfStrangers() {
        return "no secure connection";
    }

    @AfterAll
    final void stop_the_stranger() {
        stranger.ifPresent(UntrustedServer::close);
    }
}
