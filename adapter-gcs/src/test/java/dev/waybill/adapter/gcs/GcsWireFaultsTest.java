package dev.waybill.adapter.gcs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.HttpFaultContract;
import dev.waybill.testkit.WireClient;
import dev.waybill.testkit.WireServer;
import dev.waybill.testkit.gcs.GcsWireServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// Everything that goes wrong on the way to the JSON API, by the tokens of a service account.
final class GcsWireFaultsTest extends HttpFaultContract {
    private static final int SLOTS = 4;

    @Override
    protected WireServer startServer(Path folder) {
        return new Server();
    }

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openSecure(URI endpoint) {
        return GcsServer.open(endpoint).open("bucket", "");
    }

    private static final class Server implements WireServer {
        private final GcsWireServer wire = GcsWireServer.start(Clock.systemUTC());
        private final GcsServer server =
                new GcsServer(wire.endpoint(), Map.of("credentialsJson", ServiceAccount.json(wire.tokenEndpoint())));

        Server() {
            wire.createBucket("bucket");
            wire.expireTokensAfter(Integer.MAX_VALUE);
            wire.trust(ServiceAccount.publicKey());
        }

        @Override
        public int port() {
            return wire.endpoint().getPort();
        }

        @Override
        @MustBeClosed
        public IObjectStorageAdapter open(WireClient client) {
            String patience = client.patience().toString().substring("PT".length());
            var config = server.at(client.port()).with("readTimeout", patience).config("bucket", "");
            return GcsAdapter.open(config, new AdapterContext(client.clock(), SLOTS));
        }

        @Override
        public void kill() {
            wire.stop();
        }

        @Override
        public void restart() {
            wire.restart();
        }

        @Override
        public void endCredentials(FaultProxy way) {
            wire.expireTokens();
        }

        @Override
        public void restoreCredentials(FaultProxy way) {
            // Each adapter asks for another token.
        }

        @Override
        public boolean renewsCredentials() {
            return true;
        }

        @Override
        public void close() {
            wire.close();
        }
    }
}
