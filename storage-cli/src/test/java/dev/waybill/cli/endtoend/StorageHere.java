package dev.waybill.cli.endtoend;

import dev.waybill.adapter.sqlite.SqliteCatalogStore;
import dev.waybill.adapter.sqlite.SqliteOperationHistory;
import dev.waybill.adapter.sqlite.SqliteSyncBaseStore;
import dev.waybill.domain.catalog.cache.CacheSettings;
import dev.waybill.domain.config.ConfigurationReader;
import dev.waybill.domain.config.RemoteConfiguration;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.domain.operation.OperationHistory;
import dev.waybill.domain.operation.RemoteStorageSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// What an application has here that works on repositories elsewhere, all of it in one folder.
final class StorageHere implements AutoCloseable {
    final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Path folder;
    private final ObjectStorageFactory stores;
    private final OperationHistory history;
    private final CacheSettings cache;

    StorageHere(Path folder) {
        this.folder = folder;
        this.stores = ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT, environment());
        this.history = new SqliteOperationHistory(folder.resolve("state/operations.db"), warnings::add);
        this.cache = CacheSettings.in(folder.resolve("cache"), Clock.systemUTC());
    }

    private Map<String, String> environment() {
        return Map.of("HOME", folder.toString());
    }

    /// A remote of the configuration in the folder.
    RemoteConfiguration remote(String name) {
        return new ConfigurationReader(stores.providers(), environment())
                .read(folder)
                .remote(name);
    }

    RemoteStorageSettings settings() {
        return new RemoteStorageSettings(
                stores,
                new SqliteCatalogStore(folder.resolve("cache/catalogs"), warnings::add),
                history,
                cache,
                new SqliteSyncBaseStore(cache.transfers(), warnings::add),
                "me@here",
                Clock.systemUTC(),
                warnings::add);
    }

    @Override
    public void close() {
        history.close();
    }
}
