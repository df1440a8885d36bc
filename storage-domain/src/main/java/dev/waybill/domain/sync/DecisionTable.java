package dev.waybill.domain.sync;

import dev.waybill.domain.sync.Step.Settled;
import dev.waybill.domain.transfer.VersionTick;
import dev.waybill.port.Capabilities;
import dev.waybill.port.ObjectMetadata;
import java.util.Optional;

/// The three-way table: what a run in one direction does about a key whose sides are known.
final class DecisionTable {
    private final SyncDirection direction;
    private final CompareMode mode;
    private final boolean delete;
    private volatile boolean restore;
    private final ConflictPolicy conflicts;
    private final Capabilities source;
    private final Capabilities target;
    private final TargetFit fit;

    /// @param source what the source can hold
    /// @param target what the target can hold
    DecisionTable(SyncDirection direction, SyncOptions options, Capabilities source, Capabilities target) {
        this.direction = direction;
        this.mode = options.compare();
        this.delete = options.delete();
        this.restore = options.restore();
        this.conflicts = options.conflicts();
        this.source = source;
        this.target = target;
        this.fit = new TargetFit(options.names(), target);
    }

    /// Transfers from now on what the target lost: it holds nothing, so nothing can be lost by that.
    void restore() {
        restore = true;
    }

    /// One key, seen from the source.
    private record View(
            Settled step,
            SideState source,
            SideState target,
            Optional<ObjectMetadata> sourceObject,
            Optional<ObjectMetadata> targetObject) {}

    /// What to do about the key of `step`.
    SyncAction action(Settled step) {
        return makeWay(step, fit(step, decide(view(step))));
    }

    /// The source's version is transferred to where the object was deleted, since an edit is worth more than a delete.
    SyncAction carry(Settled step) {
        return makeWay(step, fit(step, transfer(view(step), Reason.EDIT_KEPT)));
    }

    private View view(Settled step) {
        Triple triple = step.triple();
        return switch (direction) {
            case PUSH -> new View(step, step.local(), step.remote(), triple.local(), triple.remote());
            case PULL -> new View(step, step.remote(), step.local(), triple.remote(), triple.local());
        };
    }

    private SyncAction decide(View view) {
        return switch (view.source) {
            case ABSENT -> sourceAbsent(view);
            case SAME -> sourceSame(view);
            case CHANGED -> sourceChanged(view);
            case UNSURE -> throw new IllegalArgumentException("not settled: " + view.step);
        };
    }

    private SyncAction sourceAbsent(View view) {
        boolean known = view.step.triple().base().isPresent();
        return switch (held(view)) {
            case ABSENT -> new SyncAction.Forget(view.step.triple().key());
            case SAME -> deletion(view, Reason.DELETED);
            case CHANGED -> known ? conflict(view, Reason.DELETED_AND_CHANGED) : leftAlone(view, Reason.NEW_AT_TARGET);
            case UNSURE -> throw new IllegalArgumentException("not settled: " + view.step);
        };
    }

    private SyncAction sourceSame(View view) {
        return switch (view.target) {
            case ABSENT -> restore ? transfer(view, Reason.RESTORED) : leftAlone(view, Reason.DELETED_AT_TARGET);
            case SAME -> bothAsSynced(view.step);
            case CHANGED ->
                isAlike(view) ? adopt(view.step, Reason.ONLY_TIMES) : leftAlone(view, Reason.CHANGED_AT_TARGET);
            case UNSURE -> throw new IllegalArgumentException("not settled: " + view.step);
        };
    }

    private SyncAction sourceChanged(View view) {
        boolean known = view.step.triple().base().isPresent();
        return switch (held(view)) {
            case ABSENT -> known ? changedAndDeleted(view) : transfer(view, Reason.NEW);
            case SAME -> isAlike(view) ? adopt(view.step, Reason.ONLY_TIMES) : transfer(view, Reason.CHANGED);
            case CHANGED -> {
                if (isAlike(view) && !known && mode == CompareMode.SIZE) {
                    yield new SyncAction.Unchanged(
                            view.step.triple().key(),
                            view.sourceObject.orElseThrow().size());
                }
                if (isAlike(view)) {
                    yield adopt(view.step, known ? Reason.ALIKE_CHANGED : Reason.ALIKE_NEVER_SYNCED);
                }
                yield conflict(view, known ? Reason.BOTH_CHANGED : Reason.BOTH_NEW);
            }
            case UNSURE -> throw new IllegalArgumentException("not settled: " + view.step);
        };
    }

    private SyncAction changedAndDeleted(View view) {
        return restore ? transfer(view, Reason.RESTORED) : conflict(view, Reason.CHANGED_AND_DELETED);
    }

    /// The target's state where it may be overwritten or deleted: of equal size is not enough for that, since
    /// an edit that keeps the length would be lost.
    private SideState held(View view) {
        if (mode != CompareMode.SIZE || view.target != SideState.SAME) {
            return view.target;
        }
        SyncedObject base = view.step.triple().base().orElseThrow();
        SyncedVersion synced = direction == SyncDirection.PUSH ? base.remote() : base.local();
        return SyncPlanner.isAsSynced(view.targetObject.orElseThrow(), synced) ? SideState.SAME : SideState.CHANGED;
    }

    private static boolean isAlike(View view) {
        return view.step.contents() == Likeness.ALIKE;
    }

    /// Comparing by size tells nothing of the content, so it must not be noted that a new version has the old one,
    /// nor at first contact that the two sides have the same.
    private SyncAction bothAsSynced(Settled step) {
        Triple triple = step.triple();
        ObjectMetadata local = triple.local().orElseThrow();
        ObjectMetadata remote = triple.remote().orElseThrow();
        SyncedObject base = triple.base().orElseThrow();
        boolean asNoted = mode == CompareMode.SIZE
                || (SyncPlanner.isAsSynced(local, base.local()) && SyncPlanner.isAsSynced(remote, base.remote()));
        return asNoted ? new SyncAction.Unchanged(triple.key(), local.size()) : adopt(step, Reason.ONLY_TIMES);
    }

    private static SyncAction adopt(Settled step, Reason reason) {
        Triple triple = step.triple();
        return new SyncAction.Adopt(
                reason, triple.local().orElseThrow(), triple.remote().orElseThrow(), step.checksum());
    }

    private static SyncAction transfer(View view, Reason reason) {
        return new SyncAction.Transfer(reason, view.sourceObject.orElseThrow(), view.targetObject);
    }

    private static SyncAction leftAlone(View view, Reason reason) {
        long size = view.sourceObject
                .or(view::targetObject)
                .map(ObjectMetadata::size)
                .orElse(0L);
        return new SyncAction.LeftAlone(view.step.triple().key(), reason, size);
    }

    private SyncAction deletion(View view, Reason reason) {
        if (!TargetFit.canHold(source, view.step.triple().key())) {
            return leftAlone(view, Reason.NOT_HELD_AT_SOURCE);
        }
        return delete
                ? new SyncAction.Delete(reason, view.targetObject.orElseThrow())
                : leftAlone(view, Reason.DELETE_NOT_ASKED);
    }

    private SyncAction conflict(View view, Reason reason) {
        return switch (conflicts) {
            case REPORT ->
                new SyncAction.Conflict(view.step.triple().key(), reason, view.sourceObject, view.targetObject);
            case SOURCE_WINS ->
                view.sourceObject.isPresent() ? transfer(view, Reason.SOURCE_WINS) : deletion(view, Reason.SOURCE_WINS);
        };
    }

    /// Where the target has a file for a folder, or the other way round, nothing can be written before that is gone.
    private SyncAction makeWay(Settled step, SyncAction action) {
        return !delete && action instanceof SyncAction.Transfer transfer && isLate(step, transfer)
                ? new SyncAction.Conflict(
                        action.key(), Reason.IN_THE_WAY, Optional.of(transfer.source()), Optional.empty())
                : action;
    }

    /// Whether `transfer` has to wait until what is in its way was deleted.
    boolean isLate(Settled step, SyncAction.Transfer transfer) {
        return transfer.target().isEmpty() && step.triple().obstructed() && VersionTick.holdsFiles(target);
    }

    private SyncAction fit(Settled step, SyncAction action) {
        return action instanceof SyncAction.Transfer transfer ? fit.fit(step.triple(), transfer) : action;
    }
}
