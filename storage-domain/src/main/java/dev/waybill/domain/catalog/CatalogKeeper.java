package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.ArtifactFailure;
import dev.waybill.domain.layer.Sleeper;
import dev.waybill.domain.sync.SyncRefused;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.StorageException;
import java.util.List;
import java.util.random.RandomGenerator;

/// Keeps catalogs up to date in the background, each at its own pace, so that a server that is slow or away holds up no
/// other. One thread runs it; an interrupt ends it.
public final class CatalogKeeper {
    private final CatalogPace pace;
    private final Sleeper sleeper;
    private final RandomGenerator random;

    /// Is told how syncs end. Any number of threads call it.
    public interface Listener {
        /// One ended well.
        void synced(CatalogId catalog, MetadataSyncReport report);

        /// One failed; the catalog is as it was, and the next sync comes later than it would.
        void failed(CatalogId catalog, RuntimeException failure);
    }

    /// @param pace how often to sync
    /// @param sleeper waits
    /// @param random draws the jitter
    public CatalogKeeper(CatalogPace pace, Sleeper sleeper, RandomGenerator random) {
        this.pace = pace;
        this.sleeper = sleeper;
        this.random = random;
    }

    /// Syncs all of them at once, and again and again, until this thread is interrupted.
    ///
    /// @throws InterruptedException when it is
    public void run(List<MetadataSync> syncs, MetadataSyncOptions options, Listener listener)
            throws InterruptedException {
        try (var tasks = Tasks.failingFast(Math.max(1, syncs.size()))) {
            for (MetadataSync sync : syncs) {
                tasks.submit(() -> keep(sync, options, listener));
            }
            tasks.join();
        }
    }

    private void keep(MetadataSync sync, MetadataSyncOptions options, Listener listener) {
        try {
            int failures = 0;
            while (!Thread.currentThread().isInterrupted()) {
                failures = isSynced(sync, options, listener) ? 0 : failures + 1;
                sleeper.sleep(pace.after(failures, random));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isSynced(MetadataSync sync, MetadataSyncOptions options, Listener listener)
            throws InterruptedException {
        try {
            listener.synced(sync.id(), sync.run(options, MetadataSyncListener.NONE));
            return true;
        } catch (StorageException.Cancelled e) {
            throw new InterruptedException(String.valueOf(e.getMessage()));
        } catch (StorageException | ArtifactFailure | SyncRefused e) {
            listener.failed(sync.id(), e);
            return false;
        }
    }
}
