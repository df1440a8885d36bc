package dev.waybill.domain.service;

import dev.waybill.domain.remote.RemoteDeletion;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.RemoteExecutor;
import dev.waybill.port.StorageException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes all objects under a prefix, in batches, as they are listed. One thread.
final class FolderDeletion {
    private static final Logger LOG = LoggerFactory.getLogger(FolderDeletion.class);
    private static final int BATCH = 1000;

    private final IObjectStorageAdapter adapter;
    private final Optional<RemoteExecutor> nearData;
    private final Listeners listeners;
    private final List<DeleteResult.Failed> failures = new ArrayList<>();
    private long deleted;
    private long failed;

    /// @param nearData removes them where they lie, if the store's machine does
    FolderDeletion(IObjectStorageAdapter adapter, Optional<RemoteExecutor> nearData, Listeners listeners) {
        this.adapter = adapter;
        this.nearData = nearData;
        this.listeners = listeners;
    }

    PrefixDeletion run(KeyPrefix prefix) {
        if (nearData.isEmpty() || !isDoneNearData(prefix, nearData.get())) {
            removeListed(prefix);
        }
        return new PrefixDeletion(deleted, failures, failed);
    }

    /// Whether the store's machine removed them; one that runs no programs has removed nothing.
    private boolean isDoneNearData(KeyPrefix prefix, RemoteExecutor machine) {
        try {
            new RemoteDeletion(machine).run(prefix, this::count);
            return true;
        } catch (StorageException.NotSupported e) {
            LOG.debug("{} removes no folders by itself: {}", adapter.store(), e.getMessage());
            return false;
        }
    }

    private void removeListed(KeyPrefix prefix) {
        try (Stream<ObjectMetadata> objects =
                adapter.list(ListOptions.of(prefix).withPageSize(BATCH))) {
            var batch = new ArrayList<Deletion>(BATCH);
            for (Iterator<ObjectMetadata> all = objects.iterator(); all.hasNext(); ) {
                batch.add(Deletion.of(all.next().key()));
                if (batch.size() == BATCH) {
                    remove(batch);
                }
            }
            remove(batch);
        }
    }

    private void remove(List<Deletion> batch) {
        if (!batch.isEmpty()) {
            adapter.deleteAll(List.copyOf(batch)).forEach(this::count);
            batch.clear();
        }
    }

    private void count(DeleteResult result) {
        switch (result) {
            case DeleteResult.Deleted done -> {
                deleted++;
                listeners.tell(new ObjectEvent.ObjectDeleted(adapter.store(), done.key()));
            }
            case DeleteResult.Failed failure -> {
                failed++;
                if (failures.size() < PrefixDeletion.MOST_FAILURES) {
                    failures.add(failure);
                }
            }
        }
    }
}
