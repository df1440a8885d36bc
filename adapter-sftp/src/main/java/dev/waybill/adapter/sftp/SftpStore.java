package dev.waybill.adapter.sftp;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.RemoteExecutor;
import dev.waybill.port.StoreId;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.port.spi.ConfiguredStore;
import dev.waybill.port.spi.HostTrust;
import java.util.Optional;

/// A folder of another machine whose configuration was read.
///
/// @param config how it is reached
record SftpStore(SftpConfig config) implements ConfiguredStore {
    @Override
    public StoreId store() {
        return config.store();
    }

    @Override
    @MustBeClosed
    public IObjectStorageAdapter open(AdapterContext context) {
        return SftpAdapter.open(config, context.clock());
    }

    @Override
    public Optional<HostTrust> openTrust() {
        return Optional.of(new SftpHostTrust(config));
    }

    @Override
    public Optional<RemoteExecutor> openExecutor(AdapterContext context) {
        return config.remoteCommands() ? Optional.of(new SftpExecutor(config)) : Optional.empty();
    }
}
