package dev.waybill.domain.sync;

import dev.waybill.domain.sync.Step.Settled;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StorageException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

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
    public Set<SyncSide> targets() {
        return Set.of(ends.targetSide());
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

    /// The same for what was decided elsewhere, the key being counted there.
    Optional<Runnable> take(Settled step, SyncAction action) {
        return actions.take(step, action);
    }

    /// Counts a key for the guard.
    void count(Triple triple) {
        actions.count(triple);
    }

    /// Whether the source has a link or a special file of this name, or for a folder above.
    boolean hides(ObjectKey key) {
        return hidden.hides(key);
    }

    @Override
    public Runnable watched(Runnable work) {
        return crashes.watched(work);
    }

    @Override
    public void failed(ObjectKey key, StorageException cause) {
        keepUnfinished(key);
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
        forgetPlan();
        ledger.tell(new SyncEvent.Replanned(disorder.store()));
    }

    /// Forgets what was planned and not done: planning begins again.
    void forgetPlan() {
        writer.ifPresent(BaseWriter::flush);
        ledger.replan();
        deletions.clear();
        late.close();
    }

    @Override
    public void end(RunEnd end) {
        ledger.end(end);
    }

    /// How the run ended, if something ended it.
    Optional<RunEnd> ended() {
        return ledger.ended();
    }

    /// Ends the run: forgets what both sides deleted, does the deletes, unless something holds them back, and moves
    /// what had to wait for them. Everything else is done.
    ///
    /// @param complete whether both listings ended and all work that came of them is over
    /// @param tasks for what the deletes have to look at
    void finish(boolean complete, Tasks tasks) throws InterruptedException {
        if (complete) {
            forgetDeleted();
        }
        if (options.delete()) {
            delete(judge(complete), tasks);
        }
        if (complete && goesOn()) {
            giveUpUnclaimed();
        }
    }

    /// Forgets what both sides deleted, now that both listings ended.
    void forgetDeleted() {
        actions.forget();
    }

    /// Gives up the transfers of earlier runs that this one did not come to.
    void giveUpUnclaimed() {
        journal.ifPresent(RunJournal::giveUpUnclaimed);
    }

    /// What earlier runs left at `key` is kept for the next.
    void keepUnfinished(ObjectKey key) {
        journal.ifPresent(written -> written.keep(key));
    }

    /// Does the deletes if they may be done, and moves what had to wait for them.
    void delete(DeleteOutcome outcome, Tasks tasks) throws InterruptedException {
        deletes = Optional.of(outcome);
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
        DeleteOutcome outcome =
                options.delete() ? deletions.judge(!complete || isTroubled()) : new DeleteOutcome.NotAsked();
        deletes = Optional.of(outcome);
        return outcome;
    }

    /// Whether something failed or stopped the run, so that nothing may be deleted.
    boolean isTroubled() {
        return ledger.isTroubled() || !crashes.isEmpty();
    }

    /// An action is due that is done elsewhere.
    void planned(SyncAction action) {
        ledger.planned(action);
    }

    /// Moves one object and notes it.
    ///
    /// @return whether it was moved
    boolean move(SyncAction.Transfer transfer, BaseWriter base) {
        return transfers.run(transfer, base);
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
