package dev.waybill.domain.service;

import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectMetadata;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/// Removes all objects under a prefix, in batches, as they are listed. One thread.
final class FolderDeletion {
    private static final int BATCH = 1000;

    private final IObjectStorageAdapter adapter;
    private final Listeners listeners;
    private final List<DeleteResult.Failed> failures = new ArrayList<>();
    private long deleted;
    private long failed;

    FolderDeletion(IObjectStorageAdapter adapter, Listeners listeners) {
        this.adapter = adapter;
        this.listeners = listeners;
    }

    PrefixDeletion run(KeyPrefix prefix) {
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
        return new PrefixDeletion(deleted, failures, failed);
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
