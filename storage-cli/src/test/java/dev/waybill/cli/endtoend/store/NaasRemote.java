package dev.waybill.cli.endtoend.store;

import dev.waybill.testkit.naas.NaasWireServer;
import dev.waybill.testkit.s3.S3WireServer;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/// A storage of Naas, whose credentials hold for two hundred requests. The proxy stands before its S3 server.
final class NaasRemote extends ProxiedRemote {
    private static final String WORKSPACE = "11111111-2222-3333-4444-555555555555";
    private static final int USES = 200;

    private final S3WireServer server;
    private final NaasWireServer api;

    NaasRemote() throws IOException {
        this(S3WireServer.start(Clock.systemUTC()));
    }

    private NaasRemote(S3WireServer server) throws IOException {
        super(server.endpoint().getPort(), 4 << 20, List.of());
        this.server = server;
        api = NaasWireServer.start(Clock.systemUTC(), server);
        api.allow(SECRET);
        api.keep(WORKSPACE, "abi", "bucket");
        api.issueForRequests(USES);
    }

    @Override
    public String settings() {
        return """
                      provider: naas
                      workspace: %s
                      storage: abi
                      prefix: data
                      apiKey: "${env:SECRET}"
                      apiUrl: "%s"
                      endpoint: "http://127.0.0.1:%d"
                      profile: aws
                      pathStyle: yes
                """.formatted(WORKSPACE, api.endpoint(), port());
    }

    @Override
    public long partBytes() {
        return 5 << 20;
    }

    @Override
    void stop() {
        api.close();
        server.close();
    }
}
