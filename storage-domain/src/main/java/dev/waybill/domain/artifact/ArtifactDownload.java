package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.port.Checksum;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// Brings files of a version to another store. A file gets its name there only when its bytes have the digest of the
/// manifest, whatever the repository says of them. For one download, by one thread.
final class ArtifactDownload {
    private static final int AT_ONCE = 8;

    private final FileFetch fetch;
    private final TransferEngine engine;
    private final IObjectStorageAdapter to;
    private final KeyPrefix folder;
    private final DownloadOptions options;
    private final Optional<KeptFiles> kept;
    private final Map<String, RuntimeException> failures = new ConcurrentSkipListMap<>();
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong reused = new AtomicLong();
    private final AtomicLong present = new AtomicLong();

    /// @param engine moves what is large
    /// @param to the store the files go to
    /// @param folder the folder they go to
    ArtifactDownload(
            FileFetch fetch,
            TransferEngine engine,
            IObjectStorageAdapter to,
            KeyPrefix folder,
            DownloadOptions options,
            Clock clock) {
        this.fetch = fetch;
        this.engine = options.journal()
                .map(journal -> engine.journalling(journal, clock))
                .orElse(engine);
        this.to = to;
        this.folder = folder;
        this.options = options;
        this.kept = options.contents()
                .map(contents -> new KeptFiles(
                        contents,
                        fetch,
                        contents.journal()
                                .map(journal -> engine.journalling(journal, clock))
                                .orElse(engine),
                        options));
    }

    /// What tells contents apart: a manifest that lies may have one digest with two lengths.
    private record Content(Checksum digest, long size) {
        static Content of(ManifestFile file) {
            return new Content(file.digest(), file.size());
        }
    }

    /// To be called once.
    ///
    /// @param wanted the files that are wanted
    DownloadResult run(List<ManifestFile> wanted) throws InterruptedException {
        options.listener().planned(wanted);
        Optional<String> noRoom = new RoomCheck(to, folder, options).require(wanted);
        noRoom.ifPresent(reason -> kept.ifPresent(files -> files.leaveOut(reason)));
        Collection<List<ManifestFile>> same = wanted.stream()
                .collect(Collectors.groupingBy(Content::of, LinkedHashMap::new, Collectors.toList()))
                .values();
        try (var tasks = Tasks.failingFast(AT_ONCE)) {
            for (List<ManifestFile> files : same) {
                tasks.submit(() -> fetchAll(files));
            }
            tasks.join();
        }
        return new DownloadResult(files.get(), bytes.get(), reused.get(), present.get(), failures);
    }

    /// Files of one content: the first is fetched, the others are copies of it.
    private void fetchAll(List<ManifestFile> same) {
        Optional<ObjectKey> first = Optional.empty();
        for (ManifestFile file : same) {
            ObjectKey key = folder.key(file.path().value());
            if (bring(file, key, first) && first.isEmpty()) {
                first = Optional.of(key);
            }
        }
    }

    private boolean bring(ManifestFile file, ObjectKey key, Optional<ObjectKey> first) {
        try {
            if (isPresent(file, key)) {
                options.listener().moved(file.size());
                present.incrementAndGet();
                return true;
            }
            boolean fetched = write(file, key, first);
            files.incrementAndGet();
            bytes.addAndGet(file.size());
            if (!fetched) {
                options.listener().moved(file.size());
                reused.addAndGet(file.size());
            }
            return true;
        } catch (StorageException.Cancelled | StorageException.StoreUnavailable | StorageException.QuotaExceeded e) {
            throw e;
        } catch (StorageException | ArtifactFailure | IllegalArgumentException e) {
            failures.put(file.path().value(), e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException.Cancelled(to.store(), Optional.of(key), e);
        } finally {
            options.listener().finished();
        }
    }

    /// @throws ArtifactFailure.Refused if another file is there and does not give way
    private boolean isPresent(ManifestFile file, ObjectKey key) throws InterruptedException {
        if (kept.isPresent() && kept.get().isLinked(file)) {
            return true;
        }
        Optional<ObjectMetadata> there = to.stat(key);
        if (there.isEmpty()) {
            return false;
        }
        if (there.get().size() == file.size() && digest(to, key).equals(Optional.of(file.digest()))) {
            return true;
        }
        if (!options.replace()) {
            throw new ArtifactFailure.Refused(key + " in " + to.store() + " is another file and is not replaced");
        }
        return false;
    }

    /// @return whether its bytes were fetched
    private boolean write(ManifestFile file, ObjectKey key, Optional<ObjectKey> first) throws InterruptedException {
        var target = new FileFetch.Target(to, key, engine, file.modified());
        if (kept.isPresent()) {
            Optional<Boolean> done = kept.get().write(file, target);
            if (done.isPresent()) {
                return done.get();
            }
        }
        if (first.isPresent() && copied(first.get(), file, target)) {
            return false;
        }
        fetch.write(file, target);
        return true;
    }

    /// Copies a file of the same content that is there already; false if it is no longer that.
    private boolean copied(ObjectKey first, ManifestFile file, FileFetch.Target target) {
        try {
            to.put(target.key(), new ContentAccess(to, first, file.size()), target.putOptions(file));
            return true;
        } catch (StorageException.CorruptContent
                | StorageException.SourceFailed
                | StorageException.ObjectNotFound changed) {
            return false;
        }
    }

    /// The digest of what is at a key, if it can be read.
    static Optional<Checksum> digest(IObjectStorageAdapter store, ObjectKey key) {
        try (ObjectContent content = store.get(key, GetOptions.WHOLE)) {
            return Optional.of(StagedFile.InStore.hash(content.stream()));
        } catch (StorageException.ObjectNotFound | StorageException.CorruptContent e) {
            return Optional.empty();
        } catch (IOException e) {
            if (e.getCause() instanceof StorageException.CorruptContent) {
                return Optional.empty();
            }
            throw e.getCause() instanceof StorageException cause
                    ? cause
                    : new StorageException.StoreFailure(store.store(), Optional.of(key), "reading broke off", e);
        }
    }
}
