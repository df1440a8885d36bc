package dev.waybill.domain.catalog.cache;

import dev.waybill.domain.artifact.ArtifactRepository;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.ContentsAtHand;
import dev.waybill.domain.artifact.DownloadOptions;
import dev.waybill.domain.artifact.DownloadResult;
import dev.waybill.domain.artifact.FreeRoom;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.sync.SyncBaseStore;
import dev.waybill.port.KeyPrefix;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Predicate;

/// Downloads of versions by way of a cache. Any number of threads may use it.
///
/// ```java
/// try (var cache = ContentCache.open(CacheSettings.in(folder, clock), stores, log::warn)) {
///     var downloads = new CachedDownloads(cache, stores, journals, clock);
///     Path net = downloads.fetch(repository, id, version, file -> true, DownloadOptions.DEFAULT).folder();
/// }
/// ```
public final class CachedDownloads {
    private final ContentCache cache;
    private final ObjectStorageFactory stores;
    private final SyncBaseStore journals;
    private final Clock clock;

    /// @param stores opens folders of the cache
    /// @param journals where large fetches to the cache are written down, so that one that was cut off goes on
    public CachedDownloads(ContentCache cache, ObjectStorageFactory stores, SyncBaseStore journals, Clock clock) {
        this.cache = cache;
        this.stores = stores;
        this.journals = journals;
        this.clock = clock;
    }

    /// A version whose files are here.
    ///
    /// @param folder where they are, only to be read
    /// @param result what was done for it
    public record Fetched(Path folder, DownloadResult result) {}

    /// Brings files of a version to its folder in the cache.
    ///
    /// @param id which repository it is
    /// @param which the files that are wanted
    /// @throws dev.waybill.domain.artifact.LocalContents.Unusable if nothing can be kept in the cache
    public Fetched fetch(
            ArtifactRepository repository,
            CatalogId id,
            ArtifactVersion version,
            Predicate<? super ManifestFile> which,
            DownloadOptions options)
            throws InterruptedException {
        var named = new CachedVersion(id, version.id(), version.number());
        try (var folder = cache.open(named);
                var to = stores.openStore(folder.path())) {
            // What else lies there can only be damage.
            var replacing = options.replacing().within(FreeRoom.of(folder.path()));
            DownloadResult result = linking(
                    id,
                    version,
                    folder.path(),
                    hand -> repository.download(version, to, KeyPrefix.ALL, which, replacing.withContents(hand)));
            return new Fetched(folder.path(), result);
        }
    }

    /// A download that uses contents of the cache.
    @FunctionalInterface
    interface Download {
        /// Does it.
        DownloadResult with(ContentsAtHand contents) throws InterruptedException;
    }

    /// Does a download into a folder of this machine, whose files become links to contents of the cache.
    ///
    /// @param id which repository it is of
    /// @param version what is downloaded
    /// @param folder the folder, which is there
    DownloadResult linking(CatalogId id, ArtifactVersion version, Path folder, Download download)
            throws InterruptedException {
        var named = new CachedVersion(id, version.id(), version.number());
        cache.remember(named, version.manifest().files());
        var links = new LinkedFolder(folder, clock);
        try (var journal = DownloadJournal.open(journals, cache.store().store(), id.store())) {
            return download.with(ContentsAtHand.linking(cache, journal.transfers(), links));
        }
    }

    /// Does a download whose files are copies of contents of the cache, where it has them.
    DownloadResult copying(Download download) throws InterruptedException {
        return download.with(ContentsAtHand.reading(cache));
    }
}
