package dev.waybill.domain.catalog.cache;

import dev.waybill.domain.artifact.LocalContents.Unusable;
import dev.waybill.domain.artifact.format.ManifestFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/// The versions of a cache whose contents, and whose folder, do not go by themselves. Any number of threads and
/// processes.
public final class CachePins {
    private final Path cache;
    private final VersionRecords records;
    private final Consumer<? super String> warnings;

    CachePins(CacheFolder folder, Consumer<? super String> warnings) {
        this.cache = folder.root();
        this.records = new VersionRecords(folder.pins());
        this.warnings = warnings;
    }

    /// Pins a version: what is there of it and what comes.
    ///
    /// @throws Unusable if that cannot be written down
    public void add(CachedVersion version, Collection<ManifestFile> files) {
        try {
            records.write(VersionRecord.of(version, files));
        } catch (IOException e) {
            throw ContentCache.unusable(cache, e);
        }
    }

    /// Takes the pin of a version away.
    ///
    /// @return whether there was one
    /// @throws Unusable if that cannot be written down
    public boolean remove(CachedVersion version) {
        try {
            return records.remove(version);
        } catch (IOException e) {
            throw ContentCache.unusable(cache, e);
        }
    }

    /// Whether a version is pinned.
    public boolean has(CachedVersion version) {
        return records.has(version);
    }

    /// All that are pinned.
    ///
    /// @throws Unusable if they cannot be read
    public List<CachedVersion> all() {
        try {
            return records
                    .all(file -> warnings.accept("the record " + file + " of the cache is damaged and left out"))
                    .stream()
                    .map(VersionRecord::version)
                    .toList();
        } catch (IOException e) {
            throw ContentCache.unusable(cache, e);
        }
    }
}
