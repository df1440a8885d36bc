package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.Checksum;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectContent;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Brings files of a version to another store. A file gets its name there only when its bytes have the digest of the
/// manifest, whatever the repository says of them.
final class ArtifactDownload {
    private static final int AT_ONCE = 8;

    private final IObjectStorageAdapter store;
    private final ArtifactKeys keys;

    ArtifactDownload(IObjectStorageAdapter store, ArtifactKeys keys) {
        this.store = store;
        this.keys = keys;
    }

    /// @param to the store the files go to
    /// @param folder the folder there
    /// @param which the files that are wanted
    /// @param replace whether other files that are there give way
    DownloadResult run(
            ArtifactVersion version,
            IObjectStorageAdapter to,
            KeyPrefix folder,
            Predicate<? super ManifestFile> which,
            boolean replace)
            throws InterruptedException {
        var failures = new ConcurrentSkipListMap<String, RuntimeException>();
        var files = new AtomicLong();
        var bytes = new AtomicLong();
        var present = new AtomicLong();
        try (var tasks = Tasks.failingFast(AT_ONCE)) {
            for (ManifestFile file : version.manifest().files()) {
                if (which.test(file)) {
                    tasks.submit(() -> {
                        try {
                            if (fetch(version, file, to, folder.key(file.path().value()), replace)) {
                                files.incrementAndGet();
                                bytes.addAndGet(file.size());
                            } else {
                                present.incrementAndGet();
                            }
                        } catch (StorageException.Cancelled | StorageException.StoreUnavailable e) {
                            throw e;
                        } catch (StorageException | ArtifactFailure | IllegalArgumentException e) {
                            failures.put(file.path().value(), e);
                        }
                    });
                }
            }
            tasks.join();
        }
        return new DownloadResult(files.get(), bytes.get(), present.get(), failures);
    }

    private boolean fetch(
            ArtifactVersion version, ManifestFile file, IObjectStorageAdapter to, ObjectKey key, boolean replace) {
        Optional<ObjectMetadata> there = to.stat(key);
        if (there.isPresent()) {
            if (there.get().size() == file.size() && digest(to, key).equals(Optional.of(file.digest()))) {
                return false;
            }
            if (!replace) {
                throw new ArtifactFailure.Refused(key + " in " + to.store() + " is another file and is not replaced");
            }
        }
        write(version, file, to, key);
        return true;
    }

    private void write(ArtifactVersion version, ManifestFile file, IObjectStorageAdapter to, ObjectKey key) {
        StorageException.@Nullable CorruptContent corrupt = null;
        for (ObjectKey from : places(version, file)) {
            PutOptions options = PutOptions.DEFAULT.withChecksum(file.digest());
            options = file.modified()
                    .filter(time -> to.capabilities().modifiedPrecision().isPresent())
                    .map(options::withContentModified)
                    .orElse(options);
            try {
                to.put(key, new ContentAccess(store, from, file.size()), options);
                return;
            } catch (StorageException.CorruptContent e) {
                corrupt = e;
            }
        }
        throw corrupt != null
                ? corrupt
                : new StorageException.ObjectNotFound(store.store(), keys.pooled(file.digest()), null);
    }

    /// Where the bytes of a file can be: those of the right length, the pool first.
    private List<ObjectKey> places(ArtifactVersion version, ManifestFile file) {
        return List.of(keys.pooled(file.digest()), keys.file(version.id(), version.number(), file.path())).stream()
                .filter(key -> store.stat(key)
                        .filter(object -> object.size() == file.size())
                        .isPresent())
                .toList();
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
