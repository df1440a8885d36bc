package dev.waybill.adapter.naas;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.HttpFaultContract;
import dev.waybill.testkit.WireClient;
import dev.waybill.testkit.WireServer;
import dev.waybill.testkit.s3.ExpiryAnswer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// Everything that goes wrong on the way to the S3 server of a storage, under credentials that expire.
final class NaasWireFaultsTest extends HttpFaultContract {
    private final Workspace workspace = new Workspace();

    @Override
    protected WireServer startServer(Path folder) {
        workspace.s3.answerExpired(ExpiryAnswer.BARE_DENIAL);
        return new Server(workspace);
    }

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openSecure(URI endpoint) {
        return workspace.open(Clock.systemUTC(), Map.of("endpoint", endpoint.toString()));
    }

    @Override
    protected boolean noticesCutHeads() {
        return false; // Nor does the S3 adapter behind it.
    }

    /// @param workspace what it is a part of
    private record Server(Workspace workspace) implements WireServer {
        @Override
        public int port() {
            return workspace.s3.endpoint().getPort();
        }

        @Override
        @MustBeClosed
        public IObjectStorageAdapter open(WireClient client) {
            String patience = client.patience().toMillis() + "ms";
            var settings = Map.of("endpoint", "http://127.0.0.1:" + client.port(), "readTimeout", patience);
            return workspace.open(client.clock(), settings);
        }

        @Override
        public void kill() {
            workspace.s3.stop();
        }

        @Override
        public void restart() {
            workspace.s3.restart();
        }

        @Override
        public void endCredentials(FaultProxy way) {
            workspace.s3.expireAll();
        }

        @Override
        public void restoreCredentials(FaultProxy way) {
            // Each adapter asks the API for others.
        }

        @Override
        public boolean renewsCredentials() {
            return true;
        }

        @Override
        public void close() {
            workspace.close();
        }
    }
}
