package dev.waybill.domain.sync;

import dev.waybill.domain.sync.DeleteOutcome.Why;
import dev.waybill.port.Capability;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The deletes of a run, and what it is to forget: kept until everything else is done, in bounded memory, since
/// only then it is sure that what a listing lacks is not there. Any number of threads may add.
final class Deletions implements AutoCloseable {
    private static final int BATCH = 500;

    private final SyncEnds ends;
    private final DeleteGuard guard;
    private final Map<Reason, ExternalSort> due = new EnumMap<>(Reason.class);
    private ExternalSort gone = new ExternalSort();
    private long syncedAtTarget;

    Deletions(SyncEnds ends, DeleteGuard guard) {
        this.ends = ends;
        this.guard = guard;
    }

    /// Counts a key that was synced and is at the target.
    synchronized void countSynced() {
        syncedAtTarget++;
    }

    /// Adds what is to be deleted.
    synchronized void add(SyncAction.Delete delete) {
        keep(due.computeIfAbsent(delete.reason(), reason -> new ExternalSort()), delete.target());
    }

    /// Adds what is to be forgotten.
    synchronized void add(SyncAction.Forget forget) {
        keep(gone, ObjectMetadata.of(forget.key(), 0, Instant.EPOCH));
    }

    private void keep(ExternalSort kept, ObjectMetadata object) {
        try {
            kept.add(object);
        } catch (UncheckedIOException e) {
            throw new StorageException.StoreFailure(
                    ends.target().store(),
                    Optional.of(object.key()),
                    "what is to be deleted could not be noted in " + System.getProperty("java.io.tmpdir") + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /// Forgets what was added and counted.
    synchronized void clear() {
        close();
        due.clear();
        gone = new ExternalSort();
        syncedAtTarget = 0;
    }

    /// What is to be forgotten; to be asked once, when nobody adds any more.
    synchronized Iterator<ObjectKey> forgotten() {
        Iterator<ObjectMetadata> sorted = gone.sorted();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return sorted.hasNext();
            }

            @Override
            public ObjectKey next() {
                return sorted.next().key();
            }
        };
    }

    /// How many deletes are due.
    private long count() {
        return due.values().stream().mapToLong(ExternalSort::size).sum();
    }

    /// Whether the deletes may be done, now that everything else is.
    ///
    /// @param troubled whether anything failed or stopped the run
    /// @param sourceListed how many objects the source listed
    synchronized DeleteOutcome judge(boolean troubled, long sourceListed) {
        long count = count();
        if (troubled) {
            return withheld(Why.FAILURES, count, "something failed; what is missing at the source may be there");
        }
        if (count == 0 || guard.force()) {
            return new DeleteOutcome.Ran();
        }
        if (sourceListed == 0) {
            return withheld(Why.SOURCE_EMPTY, count, "the source lists nothing at all");
        }
        if (guard.maxDeletes().isPresent() && count > guard.maxDeletes().getAsLong()) {
            return withheld(
                    Why.MORE_THAN_ALLOWED,
                    count,
                    "at most " + guard.maxDeletes().getAsLong() + " are allowed");
        }
        if (syncedAtTarget >= DeleteGuard.SMALL && count > syncedAtTarget - count) {
            return withheld(Why.MORE_THAN_HALF, count, "that is more than half of the " + syncedAtTarget + " synced");
        }
        return new DeleteOutcome.Ran();
    }

    private static DeleteOutcome withheld(Why why, long count, String text) {
        String remedy = why.isGuard() ? "; force the deletes if they are meant" : "";
        return new DeleteOutcome.Withheld(count, why, count + " deletes were held back: " + text + remedy);
    }

    /// Who is told how each delete ended.
    interface Outcome {
        void deleted(SyncAction.Delete delete);

        void failed(SyncAction.Delete delete, StorageException cause);

        /// Whether to go on.
        boolean goesOn();
    }

    /// Does what is due, in batches. One thread, once nobody adds any more.
    ///
    /// @throws InterruptedException if the thread was interrupted between two batches
    void run(Outcome outcome) throws InterruptedException {
        for (var entry : due.entrySet()) {
            Iterator<ObjectMetadata> targets = entry.getValue().sorted();
            while (targets.hasNext() && outcome.goesOn()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                var batch = new ArrayList<SyncAction.Delete>(BATCH);
                while (targets.hasNext() && batch.size() < BATCH) {
                    batch.add(new SyncAction.Delete(entry.getKey(), targets.next()));
                }
                run(batch, outcome);
            }
        }
    }

    private void run(List<SyncAction.Delete> batch, Outcome outcome) {
        List<Deletion> deletions = batch.stream().map(this::deletion).toList();
        List<DeleteResult> results;
        try {
            results = ends.target().deleteAll(deletions);
        } catch (StorageException e) {
            batch.forEach(delete -> outcome.failed(delete, e));
            return;
        }
        for (int i = 0; i < results.size(); i++) {
            switch (results.get(i)) {
                case DeleteResult.Deleted(ObjectKey key) -> outcome.deleted(batch.get(i));
                case DeleteResult.Failed(ObjectKey key, StorageException reason) ->
                    outcome.failed(batch.get(i), reason);
            }
        }
    }

    /// Only the version listed, where the store can be told so.
    private Deletion deletion(SyncAction.Delete delete) {
        boolean conditional = ends.target().capabilities().has(Capability.DELETE_IF_MATCH);
        return new Deletion(
                delete.key(),
                delete.target()
                        .etag()
                        .filter(etag -> conditional)
                        .map(DeleteOptions::ifMatch)
                        .orElse(DeleteOptions.ANY));
    }

    @Override
    public synchronized void close() {
        due.values().forEach(ExternalSort::close);
        gone.close();
    }
}
