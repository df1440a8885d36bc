package dev.waybill.adapter.azure;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.HttpFaultContract;
import dev.waybill.testkit.WireClient;
import dev.waybill.testkit.WireFault.Answer;
import dev.waybill.testkit.WireServer;
import dev.waybill.testkit.azure.Azurite;
import dev.waybill.testkit.azure.NeedsAzurite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Everything that goes wrong on the way to Azurite, with the key of the account.
@NeedsAzurite
final class AzureWireFaultsTest extends HttpFaultContract {
    private Optional<Server> server = Optional.empty();

    @Override
    protected WireServer startServer(Path folder) {
        server = Optional.of(new Server());
        return server.get();
    }

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openSecure(URI endpoint) {
        var settings = Map.of("endpoint", endpoint + "/" + Azurite.ACCOUNT);
        return AzuriteStores.open(1, server.orElseThrow().container, settings);
    }

    /// Azurite behind a door of its own: what is killed and comes back is the door, for Azurite writes down what it
    /// holds only every few seconds. To clients it is the same.
    @SuppressWarnings("MustBeClosedChecker") // the door is closed with the server
    private static final class Server implements WireServer {
        private final String container = Azurite.shared().newContainer();
        private FaultProxy door = openDoor(0);

        @MustBeClosed
        private static FaultProxy openDoor(int port) {
            try {
                return FaultProxy.to("127.0.0.1", Azurite.shared().port(), port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int port() {
            return door.port();
        }

        @Override
        @MustBeClosed
        public IObjectStorageAdapter open(WireClient client) {
            String patience = client.patience().toString().substring("PT".length());
            return AzuriteStores.open(client.port(), container, Map.of("readTimeout", patience), client.clock());
        }

        @Override
        public void kill() throws IOException {
            door.close();
        }

        @Override
        public void restart() {
            door = openDoor(door.port());
        }

        /// Azurite knows no end of a key, so that the proxy answers as Azure does once a key was replaced.
        @Override
        public void endCredentials(FaultProxy way) {
            way.onAll(Answer.of(403, Map.of("x-ms-error-code", "AuthenticationFailed")));
        }

        @Override
        public void restoreCredentials(FaultProxy way) {
            way.heal();
        }

        @Override
        public boolean renewsCredentials() {
            return false;
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }
}
