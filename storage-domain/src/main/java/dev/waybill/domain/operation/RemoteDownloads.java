package dev.waybill.domain.operation;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactRepository;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.DownloadControl;
import dev.waybill.domain.artifact.DownloadOptions;
import dev.waybill.domain.artifact.DownloadResult;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.catalog.CatalogBrowser;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.KeptCatalog;
import dev.waybill.domain.catalog.cache.CachedDownloads;
import dev.waybill.domain.catalog.cache.ContentCache;
import dev.waybill.domain.catalog.cache.FolderDownloads;
import dev.waybill.domain.catalog.cache.Materialization;
import dev.waybill.domain.catalog.cache.TargetFolder;
import dev.waybill.domain.transfer.Tasks;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Brings files of one repository to this machine, connected to it or not. Any number of threads.
final class RemoteDownloads {
    private final CatalogId id;
    private final RemoteStorageSettings settings;
    private final ConnectionInUse connection;
    private final Supplier<KeptCatalog> catalog;

    /// @param catalog what is known of the repository where it is not to be asked
    RemoteDownloads(
            CatalogId id, RemoteStorageSettings settings, ConnectionInUse connection, Supplier<KeptCatalog> catalog) {
        this.id = id;
        this.settings = settings;
        this.connection = connection;
        this.catalog = catalog;
    }

    /// Brings files of a version to its folder in the cache.
    CachedDownloads.Fetched toCache(
            ArtifactReference reference, Predicate<? super ManifestFile> which, DownloadOptions options)
            throws InterruptedException {
        return of(reference, options, (repository, version) -> {
            try (ContentCache cache = openCache()) {
                return downloads(cache).fetch(repository, id, version, which, options);
            }
        });
    }

    /// Brings files of a version to a folder of its own.
    DownloadResult toFolder(
            ArtifactReference reference,
            Predicate<? super ManifestFile> which,
            Path folder,
            Materialization how,
            DownloadOptions options)
            throws InterruptedException {
        return of(reference, options, (repository, version) -> {
            Optional<ContentCache> cache = ContentCache.openFor(
                    how, settings.cache(), settings.stores(), settings.warnings(), options.listener());
            try (var target = TargetFolder.open(folder, settings.stores(), settings.journals(), id.store())) {
                return new FolderDownloads(repository, id, how, cache.map(this::downloads))
                        .fetch(version, target.target(), which, options);
            } finally {
                cache.ifPresent(ContentCache::close);
            }
        });
    }

    @MustBeClosed
    private ContentCache openCache() {
        return ContentCache.open(settings.cache(), settings.stores(), settings.warnings());
    }

    private CachedDownloads downloads(ContentCache cache) {
        return new CachedDownloads(cache, settings.stores(), settings.journals(), settings.clock());
    }

    /// A download of a version of a repository, or of what the catalog knows of one.
    private interface Download<T> {
        T of(ArtifactRepository repository, ArtifactVersion version) throws InterruptedException;
    }

    private <T> T of(ArtifactReference reference, DownloadOptions options, Download<T> download)
            throws InterruptedException {
        DownloadControl.Work<T> whole =
                () -> options.atHandOnly() ? offline(reference, download) : online(reference, download);
        return options.control().isPresent() ? options.control().get().around(() -> apart(whole)) : apart(whole);
    }

    private <T> T online(ArtifactReference reference, Download<T> download) throws InterruptedException {
        return connection.with(
                open -> download.of(open.repository(), open.repository().version(reference)));
    }

    private <T> T offline(ArtifactReference reference, Download<T> download) throws InterruptedException {
        try (CatalogBrowser browser = CatalogBrowser.open(catalog.get(), id)) {
            return download.of(browser.documents(), browser.version(reference));
        }
    }

    /// Works on a virtual thread: an interrupt ends what waits for the network there, and only there.
    private static <T> T apart(DownloadControl.Work<T> work) throws InterruptedException {
        var done = new AtomicReference<Optional<T>>(Optional.empty());
        try (var tasks = Tasks.failingFast(1)) {
            tasks.submit(() -> {
                try {
                    done.set(Optional.of(work.run()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            tasks.join();
        }
        return done.get().orElseThrow(() -> new InterruptedException("the download was broken off"));
    }
}
