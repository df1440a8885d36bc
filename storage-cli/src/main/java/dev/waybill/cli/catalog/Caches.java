package dev.waybill.cli.catalog;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.adapter.sqlite.SqliteSyncBaseStore;
import dev.waybill.cli.run.Session;
import dev.waybill.domain.catalog.cache.CacheSettings;
import dev.waybill.domain.catalog.cache.CachedDownloads;
import dev.waybill.domain.catalog.cache.ContentCache;
import dev.waybill.domain.config.CacheDefaults;
import dev.waybill.domain.config.UserCache;
import java.nio.file.Files;

/// The cache of contents of this user.
public final class Caches {
    private Caches() {}

    /// Where it is and how much it holds, as configured.
    public static CacheSettings settings(Session session) {
        CacheDefaults configured = session.configuration().cache();
        return new CacheSettings(
                configured
                        .folder()
                        .orElseGet(() -> UserCache.folder(session.surroundings().environment())),
                configured.size().orElse(CacheSettings.DEFAULT_LIMIT_BYTES),
                session.surroundings().clock());
    }

    /// Whether anything was ever kept.
    public static boolean isThere(CacheSettings settings) {
        return Files.isDirectory(settings.folder().resolve("content"));
    }

    /// Opens it.
    ///
    /// @throws dev.waybill.domain.artifact.LocalContents.Unusable if it cannot be used
    @MustBeClosed
    public static ContentCache open(Session session, CacheSettings settings) {
        return ContentCache.open(settings, session.factory(), session.console()::warning);
    }

    /// Downloads by way of it.
    public static CachedDownloads downloads(Session session, CacheSettings settings, ContentCache cache) {
        return new CachedDownloads(
                cache,
                session.factory(),
                new SqliteSyncBaseStore(settings.transfers(), session.console()::warning),
                session.surroundings().clock());
    }
}
