package dev.waybill.domain.catalog.cache;

import dev.waybill.domain.artifact.ArtifactDraft;
import dev.waybill.domain.artifact.ArtifactId;
import dev.waybill.domain.artifact.ArtifactReference;
import dev.waybill.domain.artifact.ArtifactRepository;
import dev.waybill.domain.artifact.ArtifactVersion;
import dev.waybill.domain.artifact.DownloadOptions;
import dev.waybill.domain.artifact.RepositorySettings;
import dev.waybill.domain.catalog.CatalogId;
import dev.waybill.domain.factory.ObjectStorageFactory;
import dev.waybill.domain.factory.StackOptions;
import dev.waybill.domain.fixture.InMemoryJournal;
import dev.waybill.domain.fixture.InMemoryJournals;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.ManualClock;
import dev.waybill.testkit.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A repository in memory whose reads are counted, and a cache in a folder.
@SuppressWarnings("MustBeClosedChecker") // The scene closes its store; each test its caches.
final class CacheScene implements AutoCloseable {
    static final int PART = 64 << 10;

    /// So far ahead that no read of this machine, which notes the time, is later than what the cache notes.
    final ManualClock clock = new ManualClock(Instant.parse("2090-01-01T00:00:00Z"));
    final InMemoryAdapter store = new InMemoryAdapter(clock);
    final FaultyAdapter source = new FaultyAdapter(store);
    final ArtifactRepository repository;
    final CatalogId id;
    final ObjectStorageFactory stores = ObjectStorageFactory.ofInstalled(clock, StackOptions.DEFAULT);
    final InMemoryJournal journal = new InMemoryJournal();
    final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    final Path folder;

    CacheScene(Path folder) {
        this(folder, "");
    }

    /// @param root where in its store the repository lies
    CacheScene(Path folder, String root) {
        this.folder = folder;
        this.id = new CatalogId(source.store(), KeyPrefix.of(root));
        this.repository = new ArtifactRepository(
                source,
                KeyPrefix.of(root),
                RepositorySettings.of(clock).withLimits(new TransferLimits(4, 1 << 20, PART, 2 * PART, 1024)));
    }

    ContentCache cache() {
        return cache(CacheSettings.DEFAULT_LIMIT_BYTES);
    }

    ContentCache cache(long limit) {
        return ContentCache.open(new CacheSettings(folder, limit, clock), stores, warnings::add);
    }

    CachedDownloads downloads(ContentCache cache) {
        return new CachedDownloads(cache, stores, new InMemoryJournals(journal), clock);
    }

    /// Saves files of these texts as the next version.
    ArtifactVersion save(String name, Map<String, String> files) throws InterruptedException {
        var draft = new ArtifactDraft(new ArtifactId("model", name));
        new TreeMap<>(files)
                .forEach((path, text) -> draft.addFile(new ObjectKey(path), text.getBytes(StandardCharsets.UTF_8)));
        repository.save(draft);
        return repository.version(ArtifactReference.parse(name));
    }

    /// Fetches a version by way of a cache that is opened for it alone.
    CachedDownloads.Fetched fetch(ArtifactVersion version) throws InterruptedException {
        try (var cache = cache()) {
            return fetch(cache, version);
        }
    }

    CachedDownloads.Fetched fetch(ContentCache cache, ArtifactVersion version) throws InterruptedException {
        return downloads(cache).fetch(repository, id, version, file -> true, DownloadOptions.DEFAULT);
    }

    CachedVersion named(ArtifactVersion version) {
        return new CachedVersion(id, version.id(), version.number());
    }

    long reads() {
        return source.calls(Operation.GET) + source.calls(Operation.STAT);
    }

    /// The files of contents, sorted.
    List<Path> contents() {
        return files(folder.resolve("content")).stream()
                .filter(file -> file.getFileName().toString().length() == 64)
                .toList();
    }

    static List<Path> files(Path top) {
        try (Stream<Path> files = Files.walk(top)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
