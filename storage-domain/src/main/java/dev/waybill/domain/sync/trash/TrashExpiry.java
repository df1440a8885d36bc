package dev.waybill.domain.sync.trash;

import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Removes from the trash of a store what is old enough. What is none of ours stays, and so does what a run works on.
///
/// A run's age counts from its end. One that never ended may go on still, on whatever machine: if nobody here knows
/// better, it counts as over when it began a week ago.
public final class TrashExpiry {
    /// How long a run that no end is known of may go on.
    static final Duration LONGEST_RUN = Duration.ofDays(7);

    private static final int BATCH = 500;

    private final IObjectStorageAdapter store;
    private final Predicate<RunName> goesOn;
    private final Predicate<RunName> isOver;

    /// @param goesOn whether a run is known to go on
    /// @param isOver whether a run is known to be over, though it noted no end: it was killed
    public TrashExpiry(IObjectStorageAdapter store, Predicate<RunName> goesOn, Predicate<RunName> isOver) {
        this.store = store;
        this.goesOn = goesOn;
        this.isOver = isOver;
    }

    /// Whether `run` is to go.
    ///
    /// @param before only what ended before
    /// @param now the time
    public boolean isDue(TrashRun run, Instant before, Instant now) {
        Instant begun = run.run().begun();
        if (goesOn.test(run.run()) || !begun.isBefore(before)) {
            return false;
        }
        Optional<Instant> end = run.card().flatMap(RunCard::end);
        if (end.isPresent()) {
            return end.get().isBefore(before);
        }
        return isOver.test(run.run()) || begun.isBefore(now.minus(LONGEST_RUN));
    }

    /// Removes what is kept of a run, and last its card: what is left when this is cut off is found again.
    ///
    /// @return what could not be removed
    public List<StorageException> remove(RunName run) {
        var failures = new ArrayList<StorageException>();
        ObjectKey card = TrashKeys.card(run);
        try (Stream<ObjectMetadata> listed = store.list(ListOptions.of(TrashKeys.of(run)))) {
            Iterator<ObjectKey> due = listed.map(ObjectMetadata::key)
                    .filter(key -> TrashKeys.parse(key).isPresent() && !key.equals(card))
                    .iterator();
            while (due.hasNext()) {
                var batch = new ArrayList<Deletion>(BATCH);
                while (due.hasNext() && batch.size() < BATCH) {
                    batch.add(new Deletion(due.next(), DeleteOptions.ANY));
                }
                remove(batch, failures);
            }
        }
        if (failures.isEmpty()) {
            store.delete(card, DeleteOptions.ANY);
        }
        return failures;
    }

    private void remove(List<Deletion> batch, List<StorageException> failures) {
        for (DeleteResult result : store.deleteAll(batch)) {
            switch (result) {
                case DeleteResult.Deleted deleted -> {}
                case DeleteResult.Failed failed -> failures.add(failed.reason());
            }
        }
    }
}
