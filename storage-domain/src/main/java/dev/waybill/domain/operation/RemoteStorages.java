package dev.waybill.domain.operation;

import dev.waybill.domain.config.WaybillConfiguration;
import dev.waybill.port.KeyPrefix;
import java.util.HashMap;
import java.util.Map;

/// The remote storages of one application: one for each remote, made when it is first asked for, all closed together.
/// Any number of threads.
public final class RemoteStorages implements AutoCloseable {
    private final WaybillConfiguration configuration;
    private final RemoteStorageSettings settings;
    private final Map<String, RemoteStorage> made = new HashMap<>();

    /// None is made yet.
    public RemoteStorages(WaybillConfiguration configuration, RemoteStorageSettings settings) {
        this.configuration = configuration;
        this.settings = settings;
    }

    /// The repository at the top of a remote or of the store of a URL; the same each time.
    ///
    /// @throws dev.waybill.domain.config.ConfigurationException if there is no such remote, or something is
    ///     missing for it on this machine
    public synchronized RemoteStorage storage(String nameOrUrl) {
        return made.computeIfAbsent(
                nameOrUrl,
                name -> new RemoteStorage(settings.stores().remote(configuration, name), KeyPrefix.ALL, settings));
    }

    /// Ends all connections. Calling it again does nothing.
    @Override
    public synchronized void close() {
        made.values().forEach(RemoteStorage::close);
    }
}
