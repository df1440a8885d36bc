package dev.waybill.cli.endtoend;

import dev.waybill.adapter.sqlite.SqliteCatalogStore;
import dev.waybill.adapter.sqlite.SqliteOperationHistory;
import dev.waybill.adapter.sqlite.SqliteSyncBaseStore;
import dev.waybill.domain.artifact.ArtifactDraft;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.RunPath;
import dev.waybill.domain.catalog.cache.CacheSettings;
import dev.waybill.domain.config.ConfigurationReader;
import dev.waybill.domain.config.RemoteConfiguration;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.domain.operation.OperationHistory;
import dev.waybill.domain.operation.RemoteStorage;
import dev.waybill.domain.operation.RemoteStorageSettings;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an application has here that works on repositories elsewhere, all of it in one folder.
final class StorageHere implements AutoCloseable {
    static final ArtifactId NET = new ArtifactId("model", "net");
    static final RunPath RUN = RunPath.parse("demo/train/20261127_120000_0a1b2c");

    final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Path folder;
    private final ObjectStorageFactory stores;
    private final OperationHistory history;
    private final CacheSettings cache;
    private final List<RemoteStorage> opened = new ArrayList<>();

    StorageHere(Path folder) {
        this.folder = folder;
        this.stores = ObjectStorageFactory.ofInstalled(Clock.systemUTC(), StackOptions.DEFAULT, environment());
        this.history = new SqliteOperationHistory(folder.resolve("state/operations.db"), warnings::add);
        this.cache = CacheSettings.in(folder.resolve("cache"), Clock.systemUTC());
    }

    private Map<String, String> environment() {
        return Map.of("HOME", folder.toString());
    }

    /// A version of `NET`, which a run made.
    static ArtifactDraft draft(String content) {
        return new ArtifactDraft(NET)
                .addFile(new ObjectKey("weights.bin"), content.getBytes(StandardCharsets.UTF_8))
                .describe("about " + content)
                .by(RUN);
    }

    /// Configures the remote `lab`, a folder.
    StorageHere withLab(String... more) throws IOException {
        Files.createDirectories(folder.resolve("repository"));
        var settings = Stream.concat(Stream.of("provider: file", "root: ./repository"), Stream.of(more));
        Files.writeString(
                folder.resolve("waybill.yaml"),
                "remotes:\n  lab: { " + settings.collect(Collectors.joining(", ")) + " }\n");
        return this;
    }

    /// The repository in the folder `team` of `lab`, which is closed with this.
    RemoteStorage storage() {
        var storage = new RemoteStorage(remote("lab"), KeyPrefix.of("team/"), settings());
        opened.add(storage);
        return storage;
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
        opened.forEach(RemoteStorage::close);
        history.close();
    }
}
