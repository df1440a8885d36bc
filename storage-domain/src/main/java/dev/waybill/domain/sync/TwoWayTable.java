package dev.waybill.domain.sync;

import dev.waybill.domain.sync.Step.Settled;
import dev.waybill.port.Capabilities;
import dev.waybill.port.ObjectMetadata;

/// The three-way table of a run in both directions, made of the tables of the two: what one of them transfers or
/// deletes the other leaves alone, and only what both call a conflict is decided here.
final class TwoWayTable {
    private final DecisionTable push;
    private final DecisionTable pull;

    /// @param options those of both directions; conflicts are not for a side to win
    /// @param local what the local side can hold
    /// @param remote what the remote side can hold
    TwoWayTable(SyncOptions options, Capabilities local, Capabilities remote) {
        SyncOptions neutral = options.withConflicts(ConflictPolicy.REPORT);
        push = new DecisionTable(SyncDirection.PUSH, neutral, local, remote);
        pull = new DecisionTable(SyncDirection.PULL, neutral, remote, local);
    }

    /// What is to be done about a key.
    sealed interface Decision {
        /// The action of one direction.
        ///
        /// @param action where nothing is written, a push's
        record One(SyncDirection direction, SyncAction action) implements Decision {}

        /// Both sides have it, changed, and not alike.
        ///
        /// @param reason why it is a conflict
        record Both(Reason reason, ObjectMetadata local, ObjectMetadata remote) implements Decision {}
    }

    /// What to do about the key of `step`.
    Decision decide(Settled step) {
        SyncAction up = push.action(step);
        SyncAction down = pull.action(step);
        if (isWrite(up)) {
            return new Decision.One(SyncDirection.PUSH, up);
        }
        if (isWrite(down)) {
            return new Decision.One(SyncDirection.PULL, down);
        }
        if (up instanceof SyncAction.Conflict || down instanceof SyncAction.Conflict) {
            return conflict(step, up, down);
        }
        return isOfPull(down) ? new Decision.One(SyncDirection.PULL, down) : new Decision.One(SyncDirection.PUSH, up);
    }

    /// Whether a pull would delete, or would bring something but for its name: of that it is the pull that tells.
    private static boolean isOfPull(SyncAction action) {
        return action instanceof SyncAction.Delete
                || action.reason() == Reason.DELETE_NOT_ASKED
                || action.reason() == Reason.NOT_HELD_AT_SOURCE
                || TargetFit.isOfNames(action.reason());
    }

    private static boolean isWrite(SyncAction action) {
        return action instanceof SyncAction.Transfer || action instanceof SyncAction.Refused;
    }

    /// Of an edit and a delete the edit stays: it is carried to where the object was deleted.
    private Decision conflict(Settled step, SyncAction up, SyncAction down) {
        SyncDirection direction = up instanceof SyncAction.Conflict ? SyncDirection.PUSH : SyncDirection.PULL;
        SyncAction conflict = direction == SyncDirection.PUSH ? up : down;
        if (conflict.reason() == Reason.IN_THE_WAY) {
            return new Decision.One(direction, conflict);
        }
        Triple triple = step.triple();
        if (triple.local().isEmpty()) {
            return new Decision.One(SyncDirection.PULL, pull.carry(step));
        }
        if (triple.remote().isEmpty()) {
            return new Decision.One(SyncDirection.PUSH, push.carry(step));
        }
        return new Decision.Both(
                conflict.reason(), triple.local().orElseThrow(), triple.remote().orElseThrow());
    }
}
