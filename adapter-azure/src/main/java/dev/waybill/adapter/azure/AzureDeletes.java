package dev.waybill.adapter.azure;

import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.StoreNotFound;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Removes objects. One that has snapshots is left, since removing it would remove them too.
final class AzureDeletes {
    private final AzureStore store;
    private final AzureReads reads;

    AzureDeletes(AzureStore store, AzureReads reads) {
        this.store = store;
        this.reads = reads;
    }

    void delete(ObjectKey key, DeleteOptions options) {
        var condition = options.ifMatch().map(etag -> "version " + etag).orElse("none");
        try {
            store.call(
                    Optional.of(key),
                    condition,
                    AzureRequest.delete(store.url(key)).ifMatch(options.ifMatch()));
        } catch (ObjectNotFound e) {
            return;
        } catch (PreconditionFailed e) {
            if (reads.stat(key).isPresent()) {
                throw e;
            }
        }
    }

    /// Asks for one after another.
    List<DeleteResult> deleteAll(Collection<Deletion> deletions) {
        var results = new ArrayList<DeleteResult>(deletions.size());
        for (var deletion : deletions) {
            try {
                delete(deletion.key(), deletion.options());
                results.add(new DeleteResult.Deleted(deletion.key()));
            } catch (StoreNotFound e) {
                throw e;
            } catch (StorageException e) {
                results.add(new DeleteResult.Failed(deletion.key(), e));
            }
        }
        return List.copyOf(results);
    }
}
