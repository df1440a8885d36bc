package dev.waybill.domain.operation;

import com.google.inject.AbstractModule;
import com.google.inject.name.Names;
import dev.waybill.domain.config.WaybillConfiguration;

/// Lets an application inject repositories that lie elsewhere, and choose them in its configuration alone.
///
/// - `@Inject RemoteStorage` is the remote that the configuration uses where none is named,
/// - `@Inject @Named("lab") RemoteStorage` is the remote `lab`, for every configured one,
/// - `@Inject RemoteStorages` closes them all when the application ends.
///
/// None is connected to before the application does so.
public final class RemoteStorageModule extends AbstractModule {
    private final RemoteStorages storages;
    private final WaybillConfiguration configuration;

    /// The remotes of `configuration`.
    public RemoteStorageModule(WaybillConfiguration configuration, RemoteStorageSettings settings) {
        this.storages = new RemoteStorages(configuration, settings);
        this.configuration = configuration;
    }

    @Override
    protected void configure() {
        bind(RemoteStorages.class).toInstance(storages);
        bind(RemoteStorage.class).toProvider(() -> storages.storage(configuration.remote()));
        for (String name : configuration.remotes().keySet()) {
            bind(RemoteStorage.class).annotatedWith(Names.named(name)).toProvider(() -> storages.storage(name));
        }
    }
}
