package dev.waybill.cli.endtoend.store;

import dev.waybill.testkit.WireFault;
import dev.waybill.testkit.s3.S3Credentials;
import dev.waybill.testkit.s3.S3WireServer;
import java.io.IOException;
import java.time.Clock;
import java.util.List;

/// A bucket of S3.
final class S3Remote extends ProxiedRemote {
    private final S3WireServer server;
    private final boolean sound;

    S3Remote(List<WireFault> faults) throws IOException {
        this(S3WireServer.start(Clock.systemUTC()), faults);
    }

    private S3Remote(S3WireServer server, List<WireFault> faults) throws IOException {
        super(server.endpoint().getPort(), 4 << 20, faults);
        this.server = server;
        this.sound = faults.isEmpty();
        server.allow(S3Credentials.of("someone", SECRET));
        server.createBucket("bucket");
    }

    @Override
    public String settings() {
        return """
                      provider: s3
                      endpoint: "http://127.0.0.1:%d"
                      profile: aws
                      pathStyle: true
                      region: us-east-1
                      bucket: bucket
                      prefix: data
                      accessKeyId: someone
                      secretAccessKey: "${env:SECRET}"
                """.formatted(port());
    }

    @Override
    public long partBytes() {
        return 5 << 20;
    }

    /// A connection that is lost makes a part move again, which counts nothing here.
    @Override
    public long partWrites() {
        return sound
                ? server.requests().stream()
                        .filter(request -> request.startsWith("PUT /bucket/data/large"))
                        .count()
                : -1;
    }

    @Override
    void stop() {
        server.close();
    }
}
