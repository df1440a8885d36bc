package dev.waybill.cli.artifact;

import dev.waybill.cli.artifact.RepositoryCommand.Work;
import dev.waybill.cli.catalog.Caches;
import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.output.Progress;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.ContentsAtHand;
import dev.waybill.domain.artifact.DownloadListener;
import dev.waybill.domain.artifact.DownloadOptions;
import dev.waybill.domain.artifact.DownloadResult;
import dev.waybill.domain.artifact.FreeRoom;
import dev.waybill.domain.artifact.LocalContents;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.catalog.cache.CacheSettings;
import dev.waybill.domain.catalog.cache.CachedDownloads;
import dev.waybill.domain.catalog.cache.ContentCache;
import java.nio.file.Path;
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
    /// @param use what the cache is for
    /// @param force whether other files that are there give way
    /// @param offline whether the repository is not to be asked
    /// @param globs which files are wanted
    record How(CacheUse use, boolean force, boolean offline, Globs globs) {
        DownloadOptions options(DownloadListener listener) {
            DownloadOptions told = DownloadOptions.DEFAULT.withListener(listener);
            DownloadOptions asked = force ? told.replacing() : told;
            return offline ? asked.fromWhatIsAtHand() : asked;
        }

        Predicate<ManifestFile> wanted() {
            return file -> globs.isEmpty() || globs.match(file.path().value());
        }
    }

    /// What the cache is for.
    enum CacheUse {
        /// Nothing.
        NONE,
        /// What is in it need not be fetched.
        READ,
        /// Files are links to what is in it.
        LINK,
        /// It is where files go.
        TARGET
    }

    /// @param versions those that are going to be fetched
    VersionDownloads(Work work, Progress progress, How how, List<ArtifactVersion> versions) {
        this.work = work;
        this.progress = progress;
        this.how = how;
        this.id = new CatalogId(work.location().store().store(), work.location().folder());
        for (ArtifactVersion version : versions) {
            version.manifest().files().stream().filter(how.wanted()).forEach(file -> progress.planned(file.size()));
        }
        progress.planIsComplete();
        Optional<CacheSettings> settings =
                how.use() == CacheUse.NONE ? Optional.empty() : Optional.of(Caches.settings(work.session()));
        this.cache = settings.flatMap(this::open);
        this.cached = cache.map(open -> Caches.downloads(work.session(), settings.orElseThrow(), open));
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by close
    private Optional<ContentCache> open(CacheSettings settings) {
        if (how.use() == CacheUse.READ && !Caches.isThere(settings)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Caches.open(work.session(), settings));
        } catch (LocalContents.Unusable e) {
            if (how.use() == CacheUse.TARGET) {
                throw e;
            }
            listener().contentsLeftOut(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
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
        DownloadOptions options = how.options(listener());
        options = place.journal().map(options::withJournal).orElse(options);
        Optional<Path> local = place.local(below);
        options = local.map(FreeRoom::of).map(options::within).orElse(options);
        if (how.use() == CacheUse.LINK && cached.isPresent()) {
            Path folder = local.orElseThrow(() -> CommandFailure.usage(
                    "--link needs a folder of this machine, not " + place.name(below), "leave --link out"));
            DownloadOptions linked = options;
            return cached.get()
                    .linking(id, version, folder, hand -> download(place, below, version, linked.withContents(hand)));
        }
        options = cache.map(ContentsAtHand::reading).map(options::withContents).orElse(options);
        return download(place, below, version, options);
    }

    private DownloadResult download(DownloadPlace place, String below, ArtifactVersion version, DownloadOptions options)
            throws InterruptedException {
        return work.repository().download(version, place.store(), place.folder(below), how.wanted(), options);
    }

    @Override
    public void close() {
        cache.ifPresent(ContentCache::close);
    }
}
