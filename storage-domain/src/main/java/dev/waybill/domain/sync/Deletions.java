package dev.waybill.domain.sync;

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
import java.util.Collection;
import java.util.Collections;
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
    private final Map<Reason, ExternalSort<ObjectMetadata>> due = new EnumMap<>(Reason.class);
    private ExternalSort<ObjectMetadata> gone = ExternalSort.ofObjects();
    private long syncedAtSource;
    private long syncedAtTarget;

    Deletions(SyncEnds ends, DeleteGuard guard) {
        this.ends = ends;
        this.guard = guard;
    }

    /// Counts a key that was synced.
    ///
    /// @param atSource whether it still is at the source
    /// @param atTarget whether it still is at the target
    synchronized void countSynced(boolean atSource, boolean atTarget) {
        syncedAtSource += atSource ? 1 : 0;
        syncedAtTarget += atTarget ? 1 : 0;
    }

    /// Adds what is to be deleted.
    synchronized void add(SyncAction.Delete delete) {
        keep(due.computeIfAbsent(delete.reason(), reason -> ExternalSort.ofObjects()), delete.target());
    }

    /// Adds what is to be forgotten.
    synchronized void add(SyncAction.Forget forget) {
        keep(gone, ObjectMetadata.of(forget.key(), 0, Instant.EPOCH));
    }

    private void keep(ExternalSort<ObjectMetadata> kept, ObjectMetadata object) {
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
        gone = ExternalSort.ofObjects();
        syncedAtSource = 0;
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

    /// How many deletes are due, beside what is synced.
    synchronized DeleteFigures figures() {
        long count = due.values().stream().mapToLong(ExternalSort::size).sum();
        return new DeleteFigures(count, syncedAtSource, syncedAtTarget);
    }

    /// Whether the deletes may be done, now that everything else is.
    ///
    /// @param troubled whether anything failed or stopped the run
    synchronized DeleteOutcome judge(boolean troubled) {
        return troubled ? figures().troubled() : figures().judge(guard);
    }

    /// Who is told how each delete ended.
    interface Outcome {
        void deleted(SyncAction.Delete delete);

        void failed(SyncAction.Delete delete, StorageException cause);

        /// Whether [#begin] does anything that takes time.
        boolean keeps();

        /// Before a delete, by any thread: whether it may be done.
        boolean begin(SyncAction.Delete delete);

        /// Before the first delete of those that were begun.
        void begun();

        /// Whether to go on.
        boolean goesOn();
    }

    /// Takes work that may run at the same time as other work.
    interface Submitting {
        void submit(Runnable work) throws InterruptedException;
    }

    /// Waits for the work that was submitted.
    interface Joining {
        void join() throws InterruptedException;
    }

    /// Does what is due, in batches. One thread, once nobody adds any more; `outcome` is told by several.
    ///
    /// @throws InterruptedException if the thread was interrupted before all was done
    void run(Outcome outcome, Submitting tasks, Joining join) throws InterruptedException {
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
                run(stillThere(batch, outcome, tasks, join), outcome);
            }
        }
    }

    /// Those of `batch` that are still what was listed, or whose delete is on that condition. Where the store
    /// knows no such condition this leaves only the moment between this look and the delete.
    private List<SyncAction.Delete> stillThere(
            List<SyncAction.Delete> batch, Outcome outcome, Submitting tasks, Joining join)
            throws InterruptedException {
        var sure = Collections.synchronizedList(new ArrayList<SyncAction.Delete>(batch.size()));
        for (SyncAction.Delete delete : batch) {
            if (isConditional(delete) && !outcome.keeps()) {
                sure.add(delete);
            } else {
                tasks.submit(() -> begin(delete, outcome, sure));
            }
        }
        join.join();
        outcome.begun();
        return List.copyOf(sure);
    }

    private void begin(SyncAction.Delete delete, Outcome outcome, Collection<SyncAction.Delete> sure) {
        if (!outcome.goesOn() || !outcome.begin(delete)) {
            return;
        }
        if (isConditional(delete)) {
            sure.add(delete);
        } else {
            look(delete, outcome, sure);
        }
    }

    private void look(SyncAction.Delete delete, Outcome outcome, Collection<SyncAction.Delete> sure) {
        try {
            Optional<ObjectMetadata> now = ends.target().stat(delete.key());
            if (now.isEmpty()) {
                outcome.deleted(delete);
            } else if (ListedVersion.isStill(delete.target(), now.get())) {
                sure.add(delete);
            } else {
                outcome.failed(
                        delete,
                        new StorageException.PreconditionFailed(
                                ends.target().store(), delete.key(), "still the version listed", null));
            }
        } catch (StorageException e) {
            outcome.failed(delete, e);
        }
    }

    /// @throws InterruptedException if the store was interrupted
    private void run(List<SyncAction.Delete> batch, Outcome outcome) throws InterruptedException {
        if (batch.isEmpty() || !outcome.goesOn()) {
            return;
        }
        List<Deletion> deletions = batch.stream()
                .map(delete -> new Deletion(delete.key(), condition(delete)))
                .toList();
        List<DeleteResult> results;
        try {
            results = ends.target().deleteAll(deletions);
        } catch (StorageException.Cancelled e) {
            throw interrupted();
        } catch (StorageException e) {
            batch.forEach(delete -> outcome.failed(delete, e));
            return;
        }
        boolean cancelled = false;
        for (int i = 0; i < results.size(); i++) {
            switch (results.get(i)) {
                case DeleteResult.Deleted(ObjectKey key) -> outcome.deleted(batch.get(i));
                case DeleteResult.Failed(ObjectKey key, StorageException.Cancelled reason) -> cancelled = true;
                case DeleteResult.Failed(ObjectKey key, StorageException reason) ->
                    outcome.failed(batch.get(i), reason);
            }
        }
        if (cancelled) {
            throw interrupted();
        }
    }

    private static InterruptedException interrupted() {
        // Whoever catches the exception sets the flag again.
        boolean unused = Thread.interrupted();
        return new InterruptedException();
    }

    private boolean isConditional(SyncAction.Delete delete) {
        return condition(delete).ifMatch().isPresent();
    }

    /// Only the version listed, where the store can be told so.
    private DeleteOptions condition(SyncAction.Delete delete) {
        boolean conditional = ends.target().capabilities().has(Capability.DELETE_IF_MATCH);
        return delete.target()
                .etag()
                .filter(etag -> conditional)
                .map(DeleteOptions::ifMatch)
                .orElse(DeleteOptions.ANY);
    }

    @Override
    public synchronized void close() {
        due.values().forEach(ExternalSort::close);
        gone.close();
    }
}
