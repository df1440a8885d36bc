package dev.waybill.domain.sync;

import dev.waybill.domain.sync.Step.Settled;
import dev.waybill.domain.sync.names.RenamedStore;
import dev.waybill.port.StorageException;
import java.util.Iterator;
import java.util.Optional;

/// Decides on each settled key and sees to it that what was decided is done. Any number of threads may call it.
final class ActionRunner {
    private final SyncEnds ends;
    private final boolean ignoreBase;
    private final DecisionTable table;
    private final RunLedger ledger;
    private final Deletions deletions;
    private final LateTransfers late;
    private final HiddenNames hidden;
    private final Transfers transfers;
    private final Changes changes;
    private final Optional<BaseWriter> writer;

    /// @param writer notes what is synced; without it nothing is done, only decided
    ActionRunner(
            SyncEnds ends,
            SyncOptions options,
            RunLedger ledger,
            Deletions deletions,
            LateTransfers late,
            HiddenNames hidden,
            Transfers transfers,
            Changes changes,
            Optional<BaseWriter> writer) {
        this.ends = ends;
        this.ignoreBase = options.ignoreBase();
        this.table = new DecisionTable(
                ends.direction(),
                options,
                ends.source().capabilities(),
                ends.target().capabilities());
        this.ledger = ledger;
        this.deletions = deletions;
        this.late = late;
        this.hidden = hidden;
        this.transfers = transfers;
        this.changes = changes;
        this.writer = writer;
    }

    /// Brings back what the target lost.
    void restore() {
        table.restore();
    }

    /// Decides on the key of `step`; what is to be done about it, if that takes time.
    Optional<Runnable> take(Settled step) {
        count(step.triple());
        return take(step, table.action(step));
    }

    /// Sees to it that `decided` is done about the key of `step`; what is to be done, if that takes time.
    Optional<Runnable> take(Settled step, SyncAction decided) {
        SyncAction action = hide(decided);
        boolean isLate = action instanceof SyncAction.Transfer due && table.isLate(step, due);
        ledger.planned(action, isLate);
        tellName(action);
        return switch (action) {
            case SyncAction.Unchanged unchanged -> {
                writer.filter(base -> step.again()).ifPresent(base -> noteAgain(step, base));
                yield Optional.empty();
            }
            case SyncAction.LeftAlone leftAlone -> Optional.empty();
            case SyncAction.Conflict conflict -> Optional.empty();
            case SyncAction.Refused refused -> {
                ledger.failed(refused.key(), refusal(refused), FailureKind.ITEM);
                yield Optional.empty();
            }
            case SyncAction.Adopt adopt -> {
                writer.ifPresent(base -> adopt(adopt, base));
                yield Optional.empty();
            }
            case SyncAction.Forget forget -> {
                deletions.add(forget);
                yield Optional.empty();
            }
            case SyncAction.Delete delete -> {
                deletions.add(delete);
                yield Optional.empty();
            }
            case SyncAction.Transfer transfer
            when isLate -> {
                late.add(transfer);
                yield Optional.empty();
            }
            case SyncAction.Transfer transfer -> writer.map(base -> () -> move(step, transfer, base));
        };
    }

    private void tellName(SyncAction action) {
        if (action instanceof SyncAction.Transfer transfer
                && transfer.target().isEmpty()
                && ends.target() instanceof RenamedStore renamed) {
            renamed.otherName(transfer.key())
                    .ifPresent(name -> ledger.tell(new SyncEvent.Renamed(transfer.key(), name)));
        }
    }

    /// The pass has read what is noted of the key, unless it was to take it for never synced.
    private void move(Settled step, SyncAction.Transfer transfer, BaseWriter base) {
        boolean unused = ignoreBase
                ? transfers.run(transfer, base)
                : transfers.run(transfer, step.triple().base(), base);
    }

    /// Counts a key for the guard, if it was synced.
    void count(Triple triple) {
        if (triple.base().isPresent()) {
            deletions.countSynced(
                    triple.on(ends.sourceSide()).isPresent(),
                    triple.on(ends.targetSide()).isPresent());
        }
    }

    private SyncAction hide(SyncAction action) {
        return action instanceof SyncAction.Delete delete && hidden.hides(delete.key())
                ? new SyncAction.LeftAlone(delete.key(), Reason.HIDDEN_AT_SOURCE, delete.size())
                : action;
    }

    private StorageException refusal(SyncAction.Refused refused) {
        return refused.reason() == Reason.OBJECT_TOO_LARGE
                ? new StorageException.QuotaExceeded(
                        ends.target().store(), Optional.of(refused.key()), refused.rule(), null)
                : new StorageException.KeyRejected(ends.target().store(), refused.key(), refused.rule(), null);
    }

    private static void noteAgain(Settled step, BaseWriter base) {
        Triple triple = step.triple();
        base.note(triple.local().orElseThrow(), triple.remote().orElseThrow(), step.checksum());
    }

    private void adopt(SyncAction.Adopt adopt, BaseWriter base) {
        base.note(adopt.local(), adopt.remote(), adopt.checksum());
        ledger.done(adopt, adopt.checksum());
    }

    /// Forgets what is on neither side, now that both listings ended in order.
    void forget() {
        writer.ifPresent(base -> deletions.forgotten().forEachRemaining(key -> {
            base.forget(key);
            ledger.done(new SyncAction.Forget(key), Optional.empty());
        }));
    }

    /// Moves what something was in the way of, now that it was deleted where it might be.
    ///
    /// @param tasks takes work that may run at the same time
    /// @param join waits for that work
    void makeUp(Deletions.Submitting tasks, Deletions.Joining join) throws InterruptedException {
        if (writer.isEmpty()) {
            return;
        }
        BaseWriter base = writer.get();
        for (Iterator<SyncAction.Transfer> due = late.sorted(); due.hasNext() && ledger.goesOn(); ) {
            SyncAction.Transfer transfer = due.next();
            tasks.submit(() -> transfers.runLate(transfer, base));
        }
        join.join();
    }

    /// Reports what something is in the way of, and stays so.
    void leaveInTheWay() {
        late.sorted().forEachRemaining(transfers::inTheWay);
    }

    /// Does the deletes that are due.
    ///
    /// @param tasks takes work that may run at the same time
    /// @param join waits for that work
    void delete(Deletions.Submitting tasks, Deletions.Joining join) throws InterruptedException {
        if (writer.isEmpty()) {
            return;
        }
        deletions.run(new DeleteNotes(ledger, transfers, changes, writer.get(), this::moved), tasks, join);
    }

    private void moved(SyncAction.Delete delete) {
        ledger.planned(new SyncAction.Conflict(
                delete.key(), Reason.TARGET_MOVED, Optional.empty(), Optional.of(delete.target())));
    }
}
