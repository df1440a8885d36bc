package dev.waybill.adapter.s3;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.testkit.FaultProxy;
import dev.waybill.testkit.HttpFaultContract;
import dev.waybill.testkit.WireClient;
import dev.waybill.testkit.WireServer;
import dev.waybill.testkit.s3.ExpiryAnswer;
import dev.waybill.testkit.s3.S3Credentials;
import dev.waybill.testkit.s3.S3WireServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/// Everything that goes wrong on the way to an S3 server, with keys of the configuration.
final class S3WireFaultsTest extends HttpFaultContract {
    private static final int SLOTS = 4;

    @Override
    protected WireServer startServer(Path folder) {
        return new Server();
    }

    @Override
    @MustBeClosed
    protected IObjectStorageAdapter openSecure(URI endpoint) {
        return server(endpoint, Duration.ofSeconds(20)).open("bucket", "");
    }

    @Override
    protected boolean noticesCutHeads() {
        return false; // The SDK's client takes the headers that have come for all.
    }

    private static S3Server server(URI endpoint, Duration patience) {
        return new S3Server(
                endpoint,
                "access",
                "secret",
                Map.of(
                        "profile",
                        "aws",
                        "pathStyle",
                        "true",
                        "readTimeout",
                        patience.toString().substring("PT".length())));
    }

    private static final class Server implements WireServer {
        private final S3WireServer wire = S3WireServer.start(Clock.systemUTC());

        Server() {
            wire.answerExpired(ExpiryAnswer.BARE_DENIAL);
            wire.allow(S3Credentials.of("access", "secret"));
            wire.createBucket("bucket");
        }

        @Override
        public int port() {
            return wire.endpoint().getPort();
        }

        @Override
        @MustBeClosed
        public IObjectStorageAdapter open(WireClient client) {
            var server = server(URI.create("http://127.0.0.1:" + client.port()), client.patience());
            return S3Adapter.open(server.config("bucket", ""), new AdapterContext(client.clock(), SLOTS));
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
            wire.expireAll();
        }

        @Override
        public void restoreCredentials(FaultProxy way) {
            wire.allow(S3Credentials.of("access", "secret"));
        }

        @Override
        public boolean renewsCredentials() {
            return false;
        }

        @Override
        public void close() {
            wire.close();
        }
    }
}
