package dev.waybill.adapter.s3;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.StoreId;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.port.spi.S3Access;
import dev.waybill.port.spi.S3Reachable;

/// A bucket as it is configured. Loads no class of the AWS SDK before it is opened or asked for access.
///
/// @param config how it is reached
record S3ConfiguredStore(S3Config config) implements S3Reachable {
    @Override
    public StoreId store() {
        return config.store();
    }

    @Override
    @MustBeClosed
    public IObjectStorageAdapter open(AdapterContext context) {
        return S3Adapter.open(config, context);
    }

    @Override
    public S3Access access(AdapterContext context) {
        return S3Surroundings.access(config, context.clock());
    }
}
