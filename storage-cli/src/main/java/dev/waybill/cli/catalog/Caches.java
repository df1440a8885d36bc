package dev.waybill.cli.catalog;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.adapter.sqlite.SqliteSyncBaseStore;
import dev.waybill.cli.run.Session;
import dev.waybill.domain.artifact.DownloadListener;
import dev.waybill.domain.catalog.cache.CacheSettings;
import dev.waybill.domain.catalog.cache.CachedDownloads;
import dev.waybill.domain.catalog.cache.ContentCache;
import dev.waybill.domain.catalog.cache.Materialization;
import dev.waybill.domain.config.CacheDefaults;
import dev.waybill.domain.config.UserCache;
import java.util.Optional;

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

    /// Opens it.
    ///
    /// @throws dev.waybill.domain.artifact.LocalContents.Unusable if it cannot be used
    @MustBeClosed
    public static ContentCache open(Session session, CacheSettings settings) {
        return ContentCache.open(settings, session.factory(), session.console()::warning);
    }

    /// Opens it for downloads to folders of the user's own, where it is of use to them.
    ///
    /// @param listener told that it is left out, and why
    public static Optional<ContentCache> openFor(Session session, Materialization how, DownloadListener listener) {
        return how == Materialization.FETCH
                ? Optional.empty()
                : ContentCache.openFor(how, settings(session), session.factory(), session.console()::warning, listener);
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
