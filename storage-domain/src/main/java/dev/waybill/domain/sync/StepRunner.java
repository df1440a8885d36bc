package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Does the steps of a plan but for its deletes, each on the condition that both sides are as it has them. Any
/// number of threads may call it.
final class StepRunner {
    private final SyncEnds ends;
    private final EndState state;
    private final RunLedger ledger;
    private final Transfers transfers;
    private final BaseWriter writer;
    private final BaseWriter adopted;
    private final AtomicLong refused = new AtomicLong();

    /// @param writer notes what is moved
    /// @param adopted notes what was compared when the plan was made
    StepRunner(
            SyncEnds ends,
            EndState state,
            RunLedger ledger,
            Transfers transfers,
            BaseWriter writer,
            BaseWriter adopted) {
        this.ends = ends;
        this.state = state;
        this.ledger = ledger;
        this.transfers = transfers;
        this.writer = writer;
        this.adopted = adopted;
    }

    /// Whether a transfer was not done since something moved: what it was to bring may be missing at the target.
    boolean hasRefusedTransfers() {
        return refused.get() > 0;
    }

    /// Does a step that is no delete.
    void run(PlanStep step) {
        if (!ledger.goesOn()) {
            return;
        }
        try {
            switch (step.action()) {
                case SyncAction.Transfer transfer -> transfer(transfer, step.late());
                case SyncAction.Adopt adopt -> adopt(adopt);
                case SyncAction.Forget forget -> forget(forget);
                case SyncAction.Delete delete -> throw new IllegalArgumentException("deletes come last: " + delete);
                case SyncAction.Conflict conflict -> {}
                case SyncAction.LeftAlone left -> {}
                case SyncAction.Unchanged unchanged -> {}
                case SyncAction.Refused notHeld -> {}
            }
        } catch (StorageException e) {
            transfers.failed(step.action().key(), e);
        }
    }

    /// Tells that the step was done before.
    void wasDone(SyncAction action) {
        var unchanged = new SyncAction.Unchanged(action.key(), action.size());
        ledger.planned(unchanged);
        ledger.done(unchanged, Optional.empty());
    }

    private void transfer(SyncAction.Transfer transfer, boolean late) {
        if (state.isDone(transfer)) {
            wasDone(transfer);
            return;
        }
        ledger.planned(transfer, late);
        boolean unused = transfers.run(transfer, writer, cause -> failed(transfer, late, cause));
    }

    private void failed(SyncAction.Transfer transfer, boolean late, StorageException cause) {
        boolean atSource = cause.store().equals(ends.source().store());
        boolean moved = cause instanceof StorageException.PreconditionFailed;
        if (atSource && (moved || cause instanceof StorageException.ObjectNotFound)) {
            refuse(transfer, Reason.SOURCE_MOVED);
        } else if (!atSource && moved) {
            settle(transfer);
        } else if (!atSource && late && cause instanceof StorageException.KeyRejected) {
            refuse(transfer, Reason.IN_THE_WAY);
        } else {
            transfers.failed(transfer.key(), cause);
        }
    }

    /// The target is not what it was: it may be so since this very step was done before, and not noted.
    private void settle(SyncAction.Transfer transfer) {
        Optional<EndState.Alike> alike;
        try {
            alike = state.alike(transfer);
        } catch (StorageException e) {
            transfers.failed(transfer.key(), e);
            return;
        }
        if (alike.isEmpty()) {
            refuse(transfer, Reason.TARGET_MOVED);
            return;
        }
        ObjectMetadata source = alike.get().source();
        ObjectMetadata target = alike.get().target();
        writer.note(
                ends.local(source, target),
                ends.remote(source, target),
                alike.get().checksum());
        wasDone(transfer);
    }

    private void refuse(SyncAction.Transfer transfer, Reason reason) {
        refused.incrementAndGet();
        ledger.planned(
                new SyncAction.Conflict(transfer.key(), reason, Optional.of(transfer.source()), transfer.target()));
    }

    private void adopt(SyncAction.Adopt adopt) {
        ObjectMetadata source = ends.direction() == SyncDirection.PUSH ? adopt.local() : adopt.remote();
        ObjectMetadata target = ends.direction() == SyncDirection.PUSH ? adopt.remote() : adopt.local();
        if (state.isDone(adopt)) {
            wasDone(adopt);
        } else if (!EndState.isStill(source, state.source(adopt.key()))) {
            conflict(adopt.key(), Reason.SOURCE_MOVED, Optional.of(source), Optional.of(target));
        } else if (!EndState.isStill(target, state.target(adopt.key()))) {
            conflict(adopt.key(), Reason.TARGET_MOVED, Optional.of(source), Optional.of(target));
        } else {
            ledger.planned(adopt);
            adopted.note(adopt.local(), adopt.remote(), adopt.checksum());
            ledger.done(adopt, adopt.checksum());
        }
    }

    private void forget(SyncAction.Forget forget) {
        ObjectKey key = forget.key();
        if (state.isForgotten(key)) {
            wasDone(forget);
            return;
        }
        Optional<ObjectMetadata> source = state.source(key);
        Optional<ObjectMetadata> target = state.target(key);
        if (source.isPresent() || target.isPresent()) {
            conflict(key, source.isPresent() ? Reason.SOURCE_MOVED : Reason.TARGET_MOVED, source, target);
            return;
        }
        ledger.planned(forget);
        writer.forget(key);
        ledger.done(forget, Optional.empty());
    }

    private void conflict(
            ObjectKey key, Reason reason, Optional<ObjectMetadata> source, Optional<ObjectMetadata> target) {
        ledger.planned(new SyncAction.Conflict(key, reason, source, target));
    }
}
