package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.domain.transfer.TransferOptions;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Brings files of a version to another store. A file gets its name there only when its bytes have the digest of the
/// manifest, whatever the repository says of them. For one download, by one thread.
final class ArtifactDownload {
    private static final int AT_ONCE = 8;

    private final IObjectStorageAdapter store;
    private final ArtifactKeys keys;
    private final TransferEngine engine;
    private final IObjectStorageAdapter to;
    private final DownloadOptions options;
    private final Map<String, RuntimeException> failures = new ConcurrentSkipListMap<>();
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong present = new AtomicLong();

    /// @param engine moves what is large, and writes it down if the options say so
    /// @param to the store the files go to
    ArtifactDownload(
            IObjectStorageAdapter store,
            ArtifactKeys keys,
            TransferEngine engine,
            IObjectStorageAdapter to,
            DownloadOptions options) {
        this.store = store;
        this.keys = keys;
        this.engine = engine;
        this.to = to;
        this.options = options;
    }

    /// To be called once.
    ///
    /// @param folder the folder they go to
    /// @param which the files that are wanted
    DownloadResult run(ArtifactVersion version, KeyPrefix folder, Predicate<? super ManifestFile> which)
            throws InterruptedException {
        List<ManifestFile> wanted =
                version.manifest().files().stream().filter(which).toList();
        options.listener().planned(wanted);
        try (var tasks = Tasks.failingFast(AT_ONCE)) {
            for (ManifestFile file : wanted) {
                tasks.submit(() -> fetch(version, file, folder.key(file.path().value())));
            }
            tasks.join();
        }
        return new DownloadResult(files.get(), bytes.get(), present.get(), failures);
    }

    private void fetch(ArtifactVersion version, ManifestFile file, ObjectKey key) {
        try {
            if (isPresent(file, key)) {
                options.listener().moved(file.size());
                present.incrementAndGet();
            } else {
                write(version, file, key);
                files.incrementAndGet();
                bytes.addAndGet(file.size());
            }
        } catch (StorageException.Cancelled | StorageException.StoreUnavailable | StorageException.QuotaExceeded e) {
            throw e;
        } catch (StorageException | ArtifactFailure | IllegalArgumentException e) {
            failures.put(file.path().value(), e);
        } finally {
            options.listener().finished();
        }
    }

    /// @throws ArtifactFailure.Refused if another file is there and does not give way
    private boolean isPresent(ManifestFile file, ObjectKey key) {
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

    private void write(ArtifactVersion version, ManifestFile file, ObjectKey key) {
        StorageException.@Nullable CorruptContent corrupt = null;
        for (ObjectMetadata from : places(version, file)) {
            try {
                if (goesInParts(file)) {
                    writeParts(from, file, key);
                } else {
                    writeWhole(from, file, key);
                }
                return;
            } catch (StorageException.CorruptContent e) {
                corrupt = e;
            }
        }
        throw corrupt != null
                ? corrupt
                : new StorageException.ObjectNotFound(store.store(), keys.pooled(file.digest()), null);
    }

    private boolean goesInParts(ManifestFile file) {
        var can = to.capabilities();
        return can.uploadChecksums().contains(file.digest().algorithm())
                && engine.partBytes(can, file.size()).isPresent();
    }

    private void writeParts(ObjectMetadata from, ManifestFile file, ObjectKey key) {
        var how = TransferOptions.DEFAULT.withoutUserMetadata().withExpected(file.digest());
        how = file.modified().map(how::withContentModified).orElse(how);
        engine.copy(store, from, to, key, how, new DownloadedBytes(options.listener()));
    }

    private void writeWhole(ObjectMetadata from, ManifestFile file, ObjectKey key) {
        PutOptions how = PutOptions.DEFAULT.withChecksum(file.digest());
        how = file.modified()
                .filter(time -> to.capabilities().modifiedPrecision().isPresent())
                .map(how::withContentModified)
                .orElse(how);
        to.put(key, new ContentAccess(store, from.key(), file.size()), how);
        options.listener().moved(file.size());
    }

    /// Where the bytes of a file can be: those of the right length, the pool first.
    private List<ObjectMetadata> places(ArtifactVersion version, ManifestFile file) {
        return Stream.of(keys.pooled(file.digest()), keys.file(version.id(), version.number(), file.path()))
                .flatMap(key -> store.stat(key).stream())
                .filter(object -> object.size() == file.size())
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
