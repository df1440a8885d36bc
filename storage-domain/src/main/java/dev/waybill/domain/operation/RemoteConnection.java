package dev.waybill.domain.operation;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.artifact.ArtifactRepository;
import dev.waybill.domain.artifact.RepositorySettings;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.CatalogRefresh;
import dev.waybill.domain.catalog.MetadataSync;
import dev.waybill.domain.config.RemoteConfiguration;
import dev.waybill.domain.remote.RemoteDeletion;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.RemoteExecutor;
import java.util.Optional;

/// A repository that is connected to. Any number of threads, until it is closed.
///
/// @param store the store
/// @param machine runs programs where the data lies
/// @param repository looks at the repository itself
/// @param operations changes it
/// @param sync brings the catalog up to date
record RemoteConnection(
        IObjectStorageAdapter store,
        Optional<RemoteExecutor> machine,
        ArtifactRepository repository,
        ArtifactOperations operations,
        MetadataSync sync)
        implements AutoCloseable {

    /// Connects, which takes one request.
    ///
    /// @throws dev.waybill.port.StorageException if the store cannot be reached
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // The connection closes what is opened, or it is closed here.
    static RemoteConnection open(RemoteConfiguration remote, CatalogId id, RemoteStorageSettings settings) {
        IObjectStorageAdapter store = settings.stores().openStore(remote);
        try {
            Optional<RemoteExecutor> machine = settings.stores().openExecutor(remote);
            var how = RepositorySettings.of(settings.clock());
            RepositorySettings near = machine.map(each -> how.withNearData(new RemoteDeletion(each)))
                    .orElse(how);
            var repository = new ArtifactRepository(store, id.root(), near);
            var recorder = new OperationRecorder(
                    settings.history(), id, settings.who(), settings.clock(), settings.warnings());
            var refresh = new CatalogRefresh(store, id.root(), settings.catalogs(), settings.clock());
            var connection = new RemoteConnection(
                    store,
                    machine,
                    repository,
                    new ArtifactOperations(repository, refresh, recorder),
                    new MetadataSync(store, id.root(), settings.catalogs(), settings.clock(), remote.metadata()));
            // Asks for one small object, so that what is wrong with the way there shows now.
            repository.generation();
            return connection;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public void close() {
        try (store) {
            machine.ifPresent(RemoteExecutor::close);
        }
    }
}
