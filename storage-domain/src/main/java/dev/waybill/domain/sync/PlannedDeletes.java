package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/// Does the deletes of a plan, each on the condition that the source still lacks the object and the target has the
/// version planned with. One thread; to be run once.
final class PlannedDeletes implements AutoCloseable {
    private final SyncEnds ends;
    private final EndState state;
    private final RunLedger ledger;
    private final Transfers transfers;
    private final StepRunner steps;
    private final DeleteNotes notes;
    private final Deletions deletions;

    PlannedDeletes(
            SyncEnds ends,
            EndState state,
            RunLedger ledger,
            Transfers transfers,
            StepRunner steps,
            Changes changes,
            BaseWriter writer) {
        this.ends = ends;
        this.state = state;
        this.ledger = ledger;
        this.transfers = transfers;
        this.steps = steps;
        this.notes = new DeleteNotes(ledger, transfers, changes, writer, this::settle);
        this.deletions = new Deletions(ends, DeleteGuard.DEFAULT);
    }

    /// Looks at what every delete among `plan` depends on, then deletes.
    ///
    /// @param tasks takes work that may run at the same time
    /// @param join waits for that work
    void run(Stream<PlanStep> plan, Deletions.Submitting tasks, Deletions.Joining join) throws InterruptedException {
        for (Iterator<PlanStep> each = plan.iterator(); each.hasNext() && ledger.goesOn(); ) {
            if (each.next().action() instanceof SyncAction.Delete delete) {
                tasks.submit(() -> look(delete));
            }
        }
        join.join();
        deletions.run(notes, tasks, join);
    }

    private void look(SyncAction.Delete delete) {
        if (!ledger.goesOn()) {
            return;
        }
        try {
            if (isBack(delete.key())) {
                conflict(delete, Reason.SOURCE_MOVED);
            } else if (state.isForgotten(delete.key())
                    && state.target(delete.key()).isEmpty()) {
                steps.wasDone(delete);
            } else {
                ledger.planned(delete);
                deletions.add(delete);
            }
        } catch (StorageException e) {
            transfers.failed(delete.key(), e);
        }
    }

    /// Whether the source has the object again, or a link or a special file hides whether it has.
    private boolean isBack(ObjectKey key) {
        try {
            Optional<ObjectMetadata> now = state.source(key);
            return now.isPresent();
        } catch (StorageException.KeyRejected e) {
            // Below a file nothing can be; behind a link it may be there still.
            return HiddenNames.isHidden(ends.source(), key);
        }
    }

    /// The target is not what it was: it may be so since this very delete was done before, and not noted.
    private void settle(SyncAction.Delete delete) {
        try {
            if (state.target(delete.key()).isEmpty()) {
                notes.deleted(delete);
            } else {
                conflict(delete, Reason.TARGET_MOVED);
            }
        } catch (StorageException e) {
            transfers.failed(delete.key(), e);
        }
    }

    private void conflict(SyncAction.Delete delete, Reason reason) {
        ledger.planned(new SyncAction.Conflict(delete.key(), reason, Optional.empty(), Optional.of(delete.target())));
    }

    @Override
    public void close() {
        deletions.close();
    }
}
