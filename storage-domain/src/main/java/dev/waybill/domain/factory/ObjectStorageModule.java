package dev.waybill.domain.factory;

import com.google.inject.AbstractModule;
import com.google.inject.name.Names;
import dev.waybill.domain.config.WaybillConfiguration;
import dev.waybill.domain.service.IObjectStorageDomain;

/// Lets an application inject its stores, and choose them in its configuration alone.
///
/// - `@Inject IObjectStorageDomain` is the remote that the configuration uses where none is named,
/// - `@Inject @Named("prod") IObjectStorageDomain` is the remote `prod`, for every configured one,
/// - `@Inject OpenStores` closes them all when the application ends.
///
/// A store is opened when it is first injected, and once.
public final class ObjectStorageModule extends AbstractModule {
    private final OpenStores stores;
    private final WaybillConfiguration configuration;

    /// The remotes of `configuration`, opened by `factory`.
    public ObjectStorageModule(ObjectStorageFactory factory, WaybillConfiguration configuration) {
        this.stores = new OpenStores(factory, configuration);
        this.configuration = configuration;
    }

    @Override
    protected void configure() {
        bind(OpenStores.class).toInstance(stores);
        bind(WaybillConfiguration.class).toInstance(configuration);
        bind(IObjectStorageDomain.class).toProvider(() -> stores.service(configuration.remote()));
        for (String name : configuration.remotes().keySet()) {
            bind(IObjectStorageDomain.class).annotatedWith(Names.named(name)).toProvider(() -> stores.service(name));
        }
    }
}
