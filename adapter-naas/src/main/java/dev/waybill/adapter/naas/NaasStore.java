package dev.waybill.adapter.naas;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.StoreId;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.port.spi.S3Access;
import dev.waybill.port.spi.S3Access.Origin;
import dev.waybill.port.spi.S3Reachable;
import java.util.Optional;

/// A storage as it is configured.
///
/// @param config how it is reached
record NaasStore(NaasConfig config) implements S3Reachable {
    @Override
    public StoreId store() {
        return config.store();
    }

    @Override
    @MustBeClosed
    public IObjectStorageAdapter open(AdapterContext context) {
        return NaasAdapter.open(config, context);
    }

    @Override
    public S3Access access(AdapterContext context) {
        try (var api = new NaasApi(config, context.clock())) {
            var lease = api.askPatiently();
            var keys = lease.credentials();
            var place = lease.place();
            return new S3Access(
                    place.bucket(),
                    place.prefix(config.prefix()),
                    place.home(),
                    Optional.of(place.region()),
                    config.server().endpoint(),
                    new S3Access.Credentials(
                            keys.accessKeyId(),
                            keys.secretAccessKey(),
                            keys.sessionToken(),
                            lease.expires(),
                            Origin.ISSUED));
        }
    }
}
