package dev.waybill.testkit;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import java.io.IOException;

/// A server under a [WireFaultContract]: where it is, how adapters reach it, and how it goes wrong itself.
public interface WireServer extends AutoCloseable {
    /// Where it listens on 127.0.0.1, also after it was killed.
    int port();

    /// Opens an adapter of the one store that all tests of the contract share.
    @MustBeClosed
    IObjectStorageAdapter open(WireClient client) throws Exception;

    /// Ends it at once, whatever it is doing.
    void kill() throws Exception;

    /// Starts it again at the same port, with all that it had stored.
    void restart() throws Exception;

    /// Has it refuse, from the next request or login on, the credentials that adapters have got.
    ///
    /// @param way the proxy that adapters reach it through, which may answer in its place
    void endCredentials(FaultProxy way) throws Exception;

    /// Takes that back. A store whose adapters get new credentials by themselves has nothing to take back.
    void restoreCredentials(FaultProxy way) throws Exception;

    /// Whether adapters get new credentials by themselves.
    boolean renewsCredentials();

    @Override
    void close() throws IOException;
}
