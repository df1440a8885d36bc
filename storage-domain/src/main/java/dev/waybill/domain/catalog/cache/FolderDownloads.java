package dev.waybill.domain.catalog.cache;

import dev.waybill.domain.artifact.ArtifactRepository;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.DownloadOptions;
import dev.waybill.domain.artifact.DownloadResult;
import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.catalog.CatalogId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/// Downloads of versions of one repository to folders of one's own, or to other stores. Any number of threads may use
/// it.
///
/// @param repository where files come from that the cache has not
/// @param id which repository it is
/// @param how how files come to be there
/// @param cache downloads by way of the cache; empty where there is none to be used
public record FolderDownloads(
        ArtifactRepository repository, CatalogId id, Materialization how, Optional<CachedDownloads> cache) {
    /// Brings files of a version there.
    ///
    /// @param which the files that are wanted
    /// @param options what they say of contents, journal and room gives way to what is known of `to`
    /// @throws IllegalArgumentException if links are asked for in what is no folder of this machine
    public DownloadResult fetch(
            ArtifactVersion version, DownloadTarget to, Predicate<? super ManifestFile> which, DownloadOptions options)
            throws InterruptedException {
        DownloadOptions here = to.options(options);
        CachedDownloads.Download download =
                hand -> repository.download(version, to.store(), to.folder(), which, here.withContents(hand));
        if (how == Materialization.LINK) {
            Path folder = to.local()
                    .orElseThrow(() -> new IllegalArgumentException("links need a folder of this machine, not one in "
                            + to.store().store()));
            if (cache.isPresent()) {
                return cache.get().linking(id, version, folder, download);
            }
        } else if (how == Materialization.COPY && cache.isPresent()) {
            return cache.get().copying(download);
        }
        return repository.download(version, to.store(), to.folder(), which, here);
    }
}
