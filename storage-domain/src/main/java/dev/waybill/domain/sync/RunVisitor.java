package dev.waybill.domain.sync;

import dev.waybill.domain.sync.Step.Settled;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StorageException;
import java.time.Duration;
import java.util.Optional;

/// What one run, in one direction, makes of a pass. Any number of threads may call it.
final class RunVisitor implements ComparisonPass.Visitor, AutoCloseable {
    private final SyncEnds ends;
    private final SyncOptions options;
    private final RunLedger ledger;
    private final Deletions deletions;
    private final LateTransfers late = new LateTransfers();
    private final HiddenNames hidden = new HiddenNames();
    private final Transfers transfers;
    private final ActionRunner actions;
    private final Optional<BaseWriter> writer;
    private final Optional<RunJournal> journal;
    private final Crashes crashes = new Crashes();
    private Optional<DeleteOutcome> deletes = Optional.empty();

    RunVisitor(
            SyncEnds ends,
            SyncOptions options,
            TransferEngine engine,
            Optional<BaseWriter> writer,
            Optional<RunJournal> journal,
            Changes changes) {
        this.ends = ends;
        this.options = options;
        this.writer = writer;
        this.journal = journal;
        this.ledger = new RunLedger(ends.direction(), changes);
        this.deletions = new Deletions(ends, options.guard());
        this.transfers = new Transfers(ends, ledger, engine, changes);
        this.actions = new ActionRunner(ends, options, ledger, deletions, late, hidden, transfers, changes, writer);
    }

    @Override
    public boolean goesOn() {
        return ledger.goesOn() && crashes.isEmpty();
    }

    @Override
    public void empty(SyncSide side) {
        if (side == ends.targetSide()) {
            actions.restore();
        }
    }

    @Override
    public Optional<Runnable> settled(Settled step) {
        return actions.take(step);
    }

    @Override
    public Runnable watched(Runnable work) {
        return crashes.watched(work);
    }

    @Override
    public void failed(ObjectKey key, StorageException cause) {
        journal.ifPresent(written -> written.keep(key));
        transfers.failed(key, cause);
    }

    @Override
    public void skipped(SyncSide side, SkippedEntry entry) {
        if (side == ends.sourceSide()) {
            hidden.add(entry);
        }
        ledger.skipped(side, entry);
    }

    @Override
    public void complete() {
        ledger.tell(new SyncEvent.PlanComplete());
    }

    @Override
    public void replan(OrderedListing.OutOfOrder disorder) {
        writer.ifPresent(BaseWriter::flush);
        ledger.replan();
        deletions.clear();
        late.close();
        ledger.tell(new SyncEvent.Replanned(disorder.store()));
    }

    @Override
    public void end(RunEnd end) {
        ledger.end(end);
    }

    /// Ends the run: forgets what both sides deleted, does the deletes, unless something holds them back, and moves
    /// what had to wait for them. Everything else is done.
    ///
    /// @param complete whether both listings ended and all work that came of them is over
    /// @param tasks for what the deletes have to look at
    void finish(boolean complete, Tasks tasks) throws InterruptedException {
        if (complete) {
            actions.forget();
        }
        if (options.delete()) {
            delete(complete, tasks);
        }
        if (complete && goesOn()) {
            journal.ifPresent(RunJournal::giveUpUnclaimed);
        }
    }

    private void delete(boolean complete, Tasks tasks) throws InterruptedException {
        DeleteOutcome outcome = judge(complete);
        if (outcome instanceof DeleteOutcome.Ran) {
            actions.delete(work -> tasks.submit(watched(work)), tasks::join);
            actions.makeUp(work -> tasks.submit(watched(work)), tasks::join);
        } else {
            actions.leaveInTheWay();
        }
    }

    /// The next run can go on with so many transfers.
    void leave(long resumable) {
        ledger.resumable(resumable);
    }

    /// Whether the deletes that were asked for may be done; does none.
    ///
    /// @param complete whether both listings ended and all work that came of them is over
    DeleteOutcome judge(boolean complete) {
        DeleteOutcome outcome = options.delete()
                ? deletions.judge(!complete || ledger.isTroubled() || !crashes.isEmpty())
                : new DeleteOutcome.NotAsked();
        deletes = Optional.of(outcome);
        return outcome;
    }

    /// How many deletes are due, beside what is synced.
    DeleteFigures deleteFigures() {
        return deletions.figures();
    }

    /// @throws RuntimeException what was thrown by work that should not throw
    void rethrow() {
        crashes.rethrow();
    }

    SyncReport report(String run, Duration duration) {
        return ledger.report(run, options.dryRun(), deletes.orElseGet(this::notReached), duration);
    }

    private DeleteOutcome notReached() {
        return options.delete() ? deletions.judge(true) : new DeleteOutcome.NotAsked();
    }

    @Override
    public void close() {
        late.close();
        deletions.close();
    }
}
