package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.domain.transfer.TransferOptions;
import dev.waybill.domain.transfer.TransferProgress;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// The bytes of all files of a repository, each content once, under its SHA-256.
final class ContentPool {
    private final IObjectStorageAdapter store;
    private final ArtifactKeys keys;
    private final TransferEngine engine;
    private final Clock clock;

    ContentPool(IObjectStorageAdapter store, ArtifactKeys keys, TransferEngine engine, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.engine = engine;
        this.clock = clock;
    }

    /// Stores the content of a file, unless it is there. An object of another length is no content of this digest: a
    /// crash of Runicorn leaves such, and it is replaced.
    ///
    /// @return how many bytes were stored
    long store(ManifestFile file, StagedFile staged) {
        ObjectKey key = keys.pooled(file.digest());
        Optional<ObjectMetadata> there = store.stat(key);
        if (there.isPresent() && there.get().size() == file.size()) {
            return 0;
        }
        try {
            write(key, file, staged, there.isPresent() ? Precondition.NONE : Precondition.ABSENT);
            return file.size();
        } catch (StorageException.PreconditionFailed e) {
            if (e.key().equals(Optional.of(key)) && e.store().equals(store.store())) {
                return 0;
            }
            throw e;
        }
    }

    /// The time is that of the write, not of the source: by it a sweep tells what is new.
    private void write(ObjectKey key, ManifestFile file, StagedFile staged, Precondition condition) {
        switch (staged) {
            case StagedFile.Bytes given ->
                store.put(
                        key,
                        ObjectSource.of(given.bytes()),
                        PutOptions.DEFAULT.withPrecondition(condition).withChecksum(file.digest()));
            case StagedFile.InStore from ->
                engine.copy(
                        from.store(),
                        from.object().withChecksums(List.of(file.digest())),
                        store,
                        key,
                        TransferOptions.DEFAULT
                                .withPrecondition(condition)
                                .withoutUserMetadata()
                                .withContentModified(clock.instant())
                                .withWholeChecksum(ChecksumAlgorithm.SHA256),
                        TransferProgress.NONE);
        }
    }
}
