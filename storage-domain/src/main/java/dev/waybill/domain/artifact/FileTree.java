package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.ManifestFile;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.domain.transfer.TransferOptions;
import dev.waybill.domain.transfer.TransferProgress;
import dev.waybill.port.Capability;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of versions under their own names, beside the pool, where the repository is a folder.
final class FileTree {
    private static final Logger LOG = LoggerFactory.getLogger(FileTree.class);
    private static final int AT_ONCE = 8;
    private static final int BATCH = 1000;

    private final IObjectStorageAdapter store;
    private final ArtifactKeys keys;
    private final TransferEngine engine;
    private final RepositorySettings settings;

    FileTree(IObjectStorageAdapter store, ArtifactKeys keys, TransferEngine engine, RepositorySettings settings) {
        this.store = store;
        this.keys = keys;
        this.engine = engine;
        this.settings = settings;
    }

    /// What the store can do is asked when it is needed: some have to be connected to for it.
    private ContentPlacement placement() {
        return settings.placementIn(store.capabilities());
    }

    /// Puts the files of a version under their names, from the pool.
    void lay(ArtifactId id, int number, List<ManifestFile> files) throws InterruptedException {
        if (placement() == ContentPlacement.POOL) {
            return;
        }
        try (var tasks = Tasks.failingFast(AT_ONCE)) {
            for (ManifestFile file : files) {
                tasks.submit(() -> copy(keys.pooled(file.digest()), keys.file(id, number, file.path())));
            }
            tasks.join();
        }
    }

    void copy(ObjectKey from, ObjectKey to) {
        if (store.capabilities().has(Capability.SERVER_SIDE_COPY)) {
            store.copy(from, to, CopyOptions.DEFAULT);
            return;
        }
        ObjectMetadata what =
                store.stat(from).orElseThrow(() -> new StorageException.ObjectNotFound(store.store(), from, null));
        engine.copy(store, what, store, to, TransferOptions.DEFAULT, TransferProgress.NONE);
    }

    /// Removes the files of a version that this put there.
    void remove(ArtifactId id, int number, List<ManifestFile> files) {
        if (placement() == ContentPlacement.TREE) {
            deleteAll(files.stream()
                    .map(file -> keys.file(id, number, file.path()))
                    .toList());
        }
    }

    /// Removes all that lies under a version's number; its manifest, by which the number is taken, last.
    ///
    /// @return how many objects that were
    long removeAll(ArtifactId id, int number) {
        KeyPrefix folder = keys.version(id, number);
        ObjectKey manifest = keys.manifest(id, number);
        long removed = removeNearData(keys.files(id, number));
        var batch = new ArrayList<ObjectKey>();
        try (Stream<ObjectMetadata> objects = store.list(ListOptions.of(folder))) {
            for (ObjectKey key : (Iterable<ObjectKey>) objects.map(ObjectMetadata::key)::iterator) {
                if (!key.equals(manifest)) {
                    batch.add(key);
                }
            }
        }
        for (int from = 0; from < batch.size(); from += BATCH) {
            deleteAll(batch.subList(from, Math.min(batch.size(), from + BATCH)));
        }
        removed += batch.size();
        deleteAll(List.of(manifest));
        return removed + 1;
    }

    /// Lets the store's machine remove what lies in a folder. What it leaves, for whatever reason, is listed and
    /// removed from here, which tells the reason if it stays.
    ///
    /// @return how many objects that were
    private long removeNearData(KeyPrefix folder) {
        var removed = new AtomicLong();
        try {
            settings.nearData()
                    .ifPresent(machine -> machine.run(folder, result -> {
                        if (result instanceof DeleteResult.Deleted) {
                            removed.incrementAndGet();
                        }
                    }));
        } catch (StorageException.NotSupported | StorageException.StoreFailure e) {
            LOG.debug("{} is removed from here: {}", folder, e.getMessage());
        }
        return removed.get();
    }

    /// @throws StorageException the first failure, if there is one
    private void deleteAll(List<ObjectKey> doomed) {
        for (DeleteResult result :
                store.deleteAll(doomed.stream().map(Deletion::of).toList())) {
            if (result instanceof DeleteResult.Failed failed) {
                throw failed.reason();
            }
        }
    }
}
