package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import java.util.Optional;

/// What a run did about one key, as the history keeps it.
///
/// @param action what was to be done
/// @param result how far that got
/// @param reason why, where the planner decided
/// @param before what was at the target; nothing if empty
/// @param after what is at the target since; in [Result#BEGUN] what was to be there; nothing if empty
/// @param kept where in the target's trash `before` lies, if it was kept
/// @param base what was noted as synced before
/// @param problem what failed
public record RunItem(
        ObjectKey key,
        Action action,
        Result result,
        Optional<Reason> reason,
        Optional<ItemVersion> before,
        Optional<ItemVersion> after,
        Optional<ObjectKey> kept,
        Optional<SyncedObject> base,
        Optional<Problem> problem) {

    /// What can be done about a key.
    public enum Action {
        /// Something is written at the target.
        TRANSFER,
        /// What is at the target is removed.
        DELETE,
        /// Only noted: both sides have the same.
        ADOPT,
        /// Only noted: neither side has it any more.
        FORGET,
        /// Nothing, as of a conflict.
        NONE
    }

    /// How far it got.
    public enum Result {
        /// What was there is kept, and the change is under way. It stays so if the run is killed then.
        BEGUN,
        /// It was done.
        DONE,
        /// Both sides changed; a change that was under way met another one.
        CONFLICT,
        /// It failed. If something was kept before, the change may have been made all the same.
        FAILED
    }

    /// What failed.
    ///
    /// @param kind the kind of failure: the name of the exception's type
    /// @param message in words
    public record Problem(String kind, String message) {
        /// What `cause` is.
        public static Problem of(StorageException cause) {
            return new Problem(cause.getClass().getSimpleName(), String.valueOf(cause.getMessage()));
        }
    }

    /// Something that needs no more than being told.
    static RunItem told(ObjectKey key, Action action, Result result, Optional<Reason> reason) {
        return new RunItem(
                key,
                action,
                result,
                reason,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// A change that is about to be made.
    ///
    /// @param before what it replaces or removes
    /// @param after what it is to put there
    public static RunItem begun(
            ObjectKey key,
            Action action,
            Optional<Reason> reason,
            Optional<ItemVersion> before,
            Optional<ItemVersion> after,
            Optional<SyncedObject> base) {
        return new RunItem(key, action, Result.BEGUN, reason, before, after, Optional.empty(), base, Optional.empty());
    }

    /// The same, with what was there kept at `copy`.
    public RunItem withKept(ObjectKey copy) {
        return new RunItem(key, action, result, reason, before, after, Optional.of(copy), base, problem);
    }

    /// The same, done.
    ///
    /// @param stored what is at the target now
    public RunItem done(Optional<ItemVersion> stored) {
        return new RunItem(key, action, Result.DONE, reason, before, stored, kept, base, problem);
    }

    /// The same, failed.
    public RunItem failed(Problem why) {
        return new RunItem(key, action, Result.FAILED, reason, before, after, kept, base, Optional.of(why));
    }

    /// The same, not done since the target is not what it was taken for.
    public RunItem refused(Problem why) {
        return new RunItem(key, action, Result.CONFLICT, reason, before, after, kept, base, Optional.of(why));
    }

    /// The same, met by a conflict.
    RunItem conflicting(Reason why) {
        return new RunItem(key, action, Result.CONFLICT, Optional.of(why), before, after, kept, base, problem);
    }
}
