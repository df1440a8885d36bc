package dev.waybill.domain.sync;

import dev.waybill.domain.sync.Step.Settled;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StorageException;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

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
    private final Queue<RuntimeException> crashes = new ConcurrentLinkedQueue<>();
    private Optional<DeleteOutcome> deletes = Optional.empty();

    RunVisitor(
            SyncEnds ends, SyncOptions options, TransferEngine engine, Optional<BaseWriter> writer, Changes changes) {
        this.ends = ends;
        this.options = options;
        this.writer = writer;
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

    /// What is no failure of a store is one of ours, or of the record of what is synced: nothing more is begun,
    /// and the run throws it.
    @Override
    public Runnable watched(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                crashes.add(e);
            }
        };
    }

    @Override
    public void failed(ObjectKey key, StorageException cause) {
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
        if (!options.delete()) {
            return;
        }
        DeleteOutcome outcome = deletions.judge(!complete || ledger.isTroubled() || !crashes.isEmpty());
        deletes = Optional.of(outcome);
        if (outcome instanceof DeleteOutcome.Ran) {
            actions.delete(work -> tasks.submit(watched(work)), tasks::join);
            actions.makeUp(work -> tasks.submit(watched(work)), tasks::join);
        } else {
            actions.leaveInTheWay();
        }
    }

    /// @throws RuntimeException what was thrown by work that should not throw
    void rethrow() {
        RuntimeException thrown = crashes.peek();
        if (thrown != null) {
            throw thrown;
        }
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
