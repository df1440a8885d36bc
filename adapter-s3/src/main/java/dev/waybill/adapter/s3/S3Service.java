package dev.waybill.adapter.s3;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.port.spi.ConfigKey;
import dev.waybill.port.spi.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A server that speaks S3, as it is configured, without a bucket yet: for adapters of services that keep buckets
/// for their users and hand out credentials for them.
public final class S3Service {
    /// What such a service says itself.
    private static final Set<String> NOT_CONFIGURED =
            Set.of("bucket", "prefix", "region", "accessKeyId", "secretAccessKey", "sessionToken");

    private final S3Config server;

    private S3Service(S3Config server) {
        this.server = server;
    }

    /// Every key that [#of] reads.
    public static List<ConfigKey> keys() {
        return new S3AdapterProvider()
                .keys().stream()
                        .filter(key -> !NOT_CONFIGURED.contains(key.name()))
                        .toList();
    }

    /// Reads the settings of a remote, noting every problem there; loads no class of the AWS SDK.
    public static S3Service of(Settings settings) {
        return new S3Service(S3Config.ofServer(settings));
    }

    /// The server, or empty for Amazon's.
    public Optional<URI> endpoint() {
        return server.endpoint();
    }

    /// Opens a bucket; connects to nothing yet.
    ///
    /// @param credentials consulted for each request, and told where one is refused
    @MustBeClosed
    public IObjectStorageAdapter open(S3Place place, S3CredentialsSource credentials, AdapterContext context) {
        return S3Adapter.open(server.at(place, credentials), context);
    }
}
