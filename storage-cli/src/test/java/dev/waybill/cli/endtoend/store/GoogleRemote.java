package dev.waybill.cli.endtoend.store;

import dev.waybill.testkit.gcs.GcsWireServer;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/// A bucket of Google Cloud Storage.
final class GoogleRemote extends ProxiedRemote {
    private final GcsWireServer server;

    GoogleRemote() throws IOException {
        this(GcsWireServer.start(Clock.systemUTC()));
    }

    private GoogleRemote(GcsWireServer server) throws IOException {
        super(server.endpoint().getPort(), 4 << 20, List.of());
        this.server = server;
        server.createBucket("parcels");
        server.allowToken(SECRET);
    }

    @Override
    public String settings() {
        return """
                      provider: gs
                      bucket: parcels
                      prefix: data
                      endpoint: "http://127.0.0.1:%d"
                      accessToken: "${env:SECRET}"
                """.formatted(port());
    }

    @Override
    public long partBytes() {
        return 2 << 20;
    }

    @Override
    void stop() {
        server.close();
    }
}
