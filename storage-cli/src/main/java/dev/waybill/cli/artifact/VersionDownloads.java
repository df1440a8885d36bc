package dev.waybill.cli.artifact;

import dev.waybill.cli.artifact.RepositoryCommand.Work;
import dev.waybill.cli.catalog.Caches;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.output.Progress;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.DownloadListener;
import dev.waybill.domain.artifact.DownloadOptions;
import dev.waybill.domain.artifact.DownloadResult;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.cache.CachedDownloads;
import dev.waybill.domain.catalog.cache.ContentCache;
import dev.waybill.domain.catalog.cache.DownloadTarget;
import dev.waybill.domain.catalog.cache.FolderDownloads;
import dev.waybill.domain.catalog.cache.Materialization;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Fetches versions for one run of a command, by way of the cache where there is one. One thread.
final class VersionDownloads implements AutoCloseable {
    private final Work work;
    private final Progress progress;
    private final How how;
    private final CatalogId id;
    private final Optional<ContentCache> cache;
    private final Optional<CachedDownloads> cached;

    /// How versions are fetched.
    ///
    /// @param toFolder how files come to a folder of the user's own; empty where they go to the cache
    /// @param force whether other files that are there give way
    /// @param offline whether the repository is not to be asked
    /// @param globs which files are wanted
    record How(Optional<Materialization> toFolder, boolean force, boolean offline, Globs globs) {
        DownloadOptions options(DownloadListener listener) {
            DownloadOptions told = DownloadOptions.DEFAULT.withListener(listener);
            DownloadOptions asked = force ? told.replacing() : told;
            return offline ? asked.fromWhatIsAtHand() : asked;
        }

        Predicate<ManifestFile> wanted() {
            return file -> globs.isEmpty() || globs.match(file.path().value());
        }
    }

    /// @param versions those that are going to be fetched
    @SuppressWarnings("MustBeClosedChecker") // closed by close
    VersionDownloads(Work work, Progress progress, How how, List<ArtifactVersion> versions) {
        this.work = work;
        this.progress = progress;
        this.how = how;
        this.id = new CatalogId(work.location().store().store(), work.location().folder());
        for (ArtifactVersion version : versions) {
            version.manifest().files().stream().filter(how.wanted()).forEach(file -> progress.planned(file.size()));
        }
        progress.planIsComplete();
        this.cache = how.toFolder().isPresent()
                ? Caches.openFor(work.session(), how.toFolder().get(), listener())
                : Optional.of(Caches.open(work.session(), Caches.settings(work.session())));
        this.cached = cache.map(open -> Caches.downloads(work.session(), Caches.settings(work.session()), open));
    }

    private DownloadProgress listener() {
        return new DownloadProgress(progress, work.console());
    }

    /// Fetches a version into its folder in the cache.
    CachedDownloads.Fetched toCache(ArtifactVersion version) throws InterruptedException {
        return cached.orElseThrow().fetch(work.repository(), id, version, how.wanted(), how.options(listener()));
    }

    /// Fetches a version into a folder.
    ///
    /// @param below where in the place
    DownloadResult to(DownloadPlace place, String below, ArtifactVersion version) throws InterruptedException {
        DownloadTarget target = place.target(below);
        Materialization toFolder = how.toFolder().orElseThrow();
        if (toFolder == Materialization.LINK && target.local().isEmpty()) {
            throw CommandFailure.usage(
                    "--link needs a folder of this machine, not " + place.name(below), "leave --link out");
        }
        return new FolderDownloads(work.repository(), id, toFolder, cached)
                .fetch(version, target, how.wanted(), how.options(listener()));
    }

    @Override
    public void close() {
        cache.ifPresent(ContentCache::close);
    }
}
