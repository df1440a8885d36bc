package dev.waybill.domain.operation;

import dev.waybill.domain.catalog.CatalogStore;
import dev.waybill.domain.catalog.cache.CacheSettings;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.sync.SyncBaseStore;
import java.time.Clock;
import java.util.function.Consumer;

/// What storages that lie elsewhere are looked at and worked on with.
///
/// @param stores opens stores
/// @param catalogs where what is known of repositories is kept
/// @param history where changes are recorded; closed by who opened it
/// @param cache where downloads are kept
/// @param journals where large downloads are written down, so that one that was cut off goes on
/// @param who whose program it is: `user@host`
/// @param clock the time
/// @param warnings told, in words for people, of what does not keep anything from being done
public record RemoteStorageSettings(
        ObjectStorageFactory stores,
        CatalogStore catalogs,
        OperationHistory history,
        CacheSettings cache,
        SyncBaseStore journals,
        String who,
        Clock clock,
        Consumer<String> warnings) {}
