package dev.waybill.domain.sync;

import dev.waybill.domain.sync.Step.Settled;
import dev.waybill.domain.sync.TwoWayTable.Decision;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StorageException;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// What a run in both directions makes of a pass: each action is done by the half that writes the side in question.
/// Any number of threads may call it.
final class TwoWayVisitor implements ComparisonPass.Visitor, AutoCloseable {
    private final SyncPair pair;
    private final SyncOptions options;
    private final TwoWayTable table;
    private final RunVisitor push;
    private final RunVisitor pull;
    private final ConflictCopies copies;
    private final Optional<BaseWriter> writer;
    private final KeptConflicts conflicts = new KeptConflicts();
    private final AtomicLong syncedSomewhere = new AtomicLong();

    /// @param push does what is done at the remote side
    /// @param pull does what is done at the local side
    /// @param writer notes what is synced; without it nothing is done, only decided
    TwoWayVisitor(
            SyncPair pair,
            SyncOptions options,
            TwoWayTable table,
            RunVisitor push,
            RunVisitor pull,
            ConflictCopies copies,
            Optional<BaseWriter> writer) {
        this.pair = pair;
        this.options = options;
        this.table = table;
        this.push = push;
        this.pull = pull;
        this.copies = copies;
        this.writer = writer;
    }

    @Override
    public Set<SyncSide> targets() {
        return EnumSet.allOf(SyncSide.class);
    }

    @Override
    public boolean goesOn() {
        return push.goesOn() && pull.goesOn();
    }

    /// @throws SyncRefused.SideEmpty unless it was said what that means
    @Override
    public void empty(SyncSide side) {
        if (!options.restore() && !options.guard().force()) {
            throw new SyncRefused.SideEmpty(side == SyncSide.LOCAL ? pair.local() : pair.remote());
        }
    }

    @Override
    public Optional<Runnable> settled(Settled step) {
        count(step.triple());
        return switch (table.decide(step)) {
            case Decision.One(SyncDirection direction, SyncAction action) -> take(step, direction, action);
            case Decision.Both(Reason reason, ObjectMetadata local, ObjectMetadata remote) -> {
                keepBoth(step, reason, local, remote);
                yield Optional.empty();
            }
        };
    }

    private void count(Triple triple) {
        push.count(triple);
        pull.count(triple);
        boolean isSomewhere = triple.local().isPresent() || triple.remote().isPresent();
        if (triple.base().isPresent() && isSomewhere) {
            syncedSomewhere.incrementAndGet();
        }
    }

    /// Nothing is written to where a link or a special file has taken the place of what was there.
    private Optional<Runnable> take(Settled step, SyncDirection direction, SyncAction action) {
        RunVisitor there = half(direction);
        RunVisitor back = half(direction == SyncDirection.PUSH ? SyncDirection.PULL : SyncDirection.PUSH);
        boolean isHidden = action instanceof SyncAction.Transfer transfer
                && transfer.target().isEmpty()
                && back.hides(action.key());
        return isHidden
                ? back.take(step, new SyncAction.LeftAlone(action.key(), Reason.HIDDEN_AT_SOURCE, action.size()))
                : there.take(step, action);
    }

    private RunVisitor half(SyncDirection direction) {
        return direction == SyncDirection.PUSH ? push : pull;
    }

    private void keepBoth(Settled step, Reason reason, ObjectMetadata local, ObjectMetadata remote) {
        Optional<ObjectKey> name = copies.name(local);
        if (name.isEmpty()) {
            Optional<Runnable> unused = push.take(
                    step, new SyncAction.Conflict(local.key(), reason, Optional.of(local), Optional.of(remote)));
            return;
        }
        push.planned(new SyncAction.Transfer(Reason.LOCAL_RENAMED, local.withKey(name.get()), Optional.empty()));
        pull.planned(new SyncAction.Transfer(Reason.REMOTE_KEEPS_NAME, remote, Optional.of(local)));
        if (writer.isPresent()) {
            conflicts.add(new KeptConflicts.Versions(local, remote));
        }
    }

    @Override
    public Runnable watched(Runnable work) {
        return push.watched(work);
    }

    @Override
    public void failed(ObjectKey key, StorageException cause) {
        pull.keepUnfinished(key);
        push.failed(key, cause);
    }

    @Override
    public void skipped(SyncSide side, SkippedEntry entry) {
        (side == SyncSide.LOCAL ? push : pull).skipped(side, entry);
    }

    @Override
    public void complete() {
        push.complete();
    }

    @Override
    public void replan(OrderedListing.OutOfOrder disorder) {
        push.replan(disorder);
        pull.forgetPlan();
        conflicts.clear();
        syncedSomewhere.set(0);
    }

    @Override
    public void end(RunEnd end) {
        push.end(end);
        pull.end(end);
    }

    /// Ends the run: keeps both versions of what is in conflict, does the deletes of both sides unless something holds
    /// them back, and moves what had to wait for them.
    ///
    /// @param complete whether both listings ended and all work that came of them is over
    void finish(boolean complete, Tasks tasks) throws InterruptedException {
        if (complete) {
            push.forgetDeleted();
            settleConflicts(tasks);
        }
        boolean isDone = complete && goesOn();
        if (options.delete()) {
            DeleteOutcome outcome = judge(isDone);
            push.delete(outcome, tasks);
            pull.delete(outcome, tasks);
        }
        if (isDone && goesOn()) {
            push.giveUpUnclaimed();
            pull.giveUpUnclaimed();
        }
        if (!goesOn()) {
            end();
        }
    }

    /// What ended one half ended both.
    private void end() {
        push.ended().ifPresent(pull::end);
        pull.ended().ifPresent(push::end);
    }

    private void settleConflicts(Tasks tasks) throws InterruptedException {
        if (writer.isEmpty()) {
            return;
        }
        BaseWriter base = writer.get();
        for (Iterator<KeptConflicts.Versions> due = conflicts.sorted(); due.hasNext() && goesOn(); ) {
            KeptConflicts.Versions versions = due.next();
            tasks.submit(watched(() -> settle(versions, base)));
        }
        tasks.join();
    }

    /// Copies the local version to another name, sends the copy, and only then lets the remote version replace it:
    /// wherever that breaks off, both are somewhere, and the next run goes on.
    private void settle(KeptConflicts.Versions versions, BaseWriter base) {
        if (!goesOn()) {
            return;
        }
        ConflictCopies.Copy copy;
        try {
            copy = copies.make(versions.local());
        } catch (StorageException e) {
            pull.failed(versions.local().key(), e);
            return;
        }
        boolean isSafe = copy.isRemote()
                || push.move(new SyncAction.Transfer(Reason.LOCAL_RENAMED, copy.local(), Optional.empty()), base);
        if (isSafe) {
            boolean unused = pull.move(
                    new SyncAction.Transfer(Reason.REMOTE_KEEPS_NAME, versions.remote(), Optional.of(versions.local())),
                    base);
        }
    }

    /// The deletes of both sides, held back if any of them are: what looks like an accident on one side casts doubt
    /// on the other, and neither may be done if anything failed.
    private DeleteOutcome judge(boolean isDone) {
        DeleteFigures up = push.deleteFigures();
        DeleteFigures down = pull.deleteFigures();
        var both = new DeleteFigures(
                up.due() + down.due(), Math.min(up.syncedAtSource(), down.syncedAtSource()), syncedSomewhere.get());
        if (!isDone || push.isTroubled() || pull.isTroubled()) {
            return both.troubled();
        }
        DeleteOutcome ofBoth = both.judge(options.guard());
        if (ofBoth instanceof DeleteOutcome.Withheld) {
            return ofBoth;
        }
        DeleteOutcome ofPush = up.judge(options.guard());
        return ofPush instanceof DeleteOutcome.Withheld ? ofPush : down.judge(options.guard());
    }

    /// @throws RuntimeException what was thrown by work that should not throw
    void rethrow() {
        push.rethrow();
        pull.rethrow();
    }

    @Override
    public void close() {
        conflicts.close();
    }
}
