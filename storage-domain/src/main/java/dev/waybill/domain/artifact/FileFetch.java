package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.domain.transfer.TransferOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Fetches the bytes of files of one version, from wherever the repository has them. What is written has the digest of
/// the manifest, whatever the repository says. Any number of threads may use it.
final class FileFetch {
    private final IObjectStorageAdapter store;
    private final ArtifactKeys keys;
    private final ArtifactVersion version;
    private final DownloadListener listener;
    private final boolean atHandOnly;

    FileFetch(IObjectStorageAdapter store, ArtifactKeys keys, ArtifactVersion version, DownloadOptions options) {
        this.store = store;
        this.keys = keys;
        this.version = version;
        this.listener = options.listener();
        this.atHandOnly = options.atHandOnly();
    }

    /// Where a file is written.
    ///
    /// @param engine moves what is large
    /// @param modified the time it gets there, if any
    record Target(IObjectStorageAdapter store, ObjectKey key, TransferEngine engine, Optional<Instant> modified) {
        PutOptions putOptions(ManifestFile file) {
            PutOptions options = PutOptions.DEFAULT.withChecksum(file.digest());
            return modified.filter(
                            time -> store.capabilities().modifiedPrecision().isPresent())
                    .map(options::withContentModified)
                    .orElse(options);
        }
    }

    /// @throws StorageException.CorruptContent if it is nowhere with the right bytes
    /// @throws StorageException.ObjectNotFound if it is nowhere
    /// @throws ArtifactFailure.NotFound if the repository is not to be asked
    void write(ManifestFile file, Target target) {
        if (atHandOnly) {
            throw new ArtifactFailure.NotFound(
                    file.path() + " of " + version + " is not on this machine, and the repository was not to be asked");
        }
        StorageException.@Nullable CorruptContent corrupt = null;
        for (ObjectMetadata from : places(file)) {
            try {
                if (goesInParts(file, target)) {
                    writeParts(from, file, target);
                } else {
                    writeWhole(from, file, target);
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

    private static boolean goesInParts(ManifestFile file, Target target) {
        var can = target.store().capabilities();
        return can.uploadChecksums().contains(file.digest().algorithm())
                && target.engine().partBytes(can, file.size()).isPresent();
    }

    private void writeParts(ObjectMetadata from, ManifestFile file, Target target) {
        var how = TransferOptions.DEFAULT.withoutUserMetadata().withExpected(file.digest());
        how = target.modified().map(how::withContentModified).orElse(how);
        target.engine().copy(store, from, target.store(), target.key(), how, new DownloadedBytes(listener));
    }

    private void writeWhole(ObjectMetadata from, ManifestFile file, Target target) {
        target.store().put(target.key(), new ContentAccess(store, from.key(), file.size()), target.putOptions(file));
        listener.moved(file.size());
    }

    /// Where the bytes of a file can be: those of the right length, the pool first.
    private List<ObjectMetadata> places(ManifestFile file) {
        return Stream.of(keys.pooled(file.digest()), keys.file(version.id(), version.number(), file.path()))
                .flatMap(key -> store.stat(key).stream())
                .filter(object -> object.size() == file.size())
                .toList();
    }
}
