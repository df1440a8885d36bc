package dev.waybill.domain.sync.undo;

import dev.waybill.domain.sync.RunItem;
import dev.waybill.port.ObjectMetadata;
import java.time.Duration;
import java.util.Optional;

/// What is to be done to take back one item of a run. Deciding it is pure: it touches no store.
sealed interface UndoStep {
    /// The run changed nothing there.
    record Nothing() implements UndoStep {}

    /// The target is as it was before the run.
    record AsBefore() implements UndoStep {}

    /// What was kept is to be put back.
    ///
    /// @param current what it replaces
    record Restore(Optional<ObjectMetadata> current) implements UndoStep {}

    /// What the run put there is to go.
    ///
    /// @param current it, as it is now
    record Remove(ObjectMetadata current) implements UndoStep {}

    /// It must stay as it is.
    record Refused(Refusal why) implements UndoStep {}

    /// Decides on `item`.
    ///
    /// @param now what is at the target
    /// @param undone what an earlier undo did about it
    /// @param precision how exactly the target keeps times of content
    static UndoStep of(
            RunItem item, Optional<ObjectMetadata> now, Optional<RunItem> undone, Optional<Duration> precision) {
        if (!isChange(item)) {
            return new Nothing();
        }
        if (undone.filter(earlier -> isThere(earlier, now)).isPresent()) {
            return new AsBefore();
        }
        if (item.action() == RunItem.Action.DELETE) {
            return ofDelete(item, now);
        }
        return item.before().isEmpty() ? ofCreation(item, now) : ofReplacement(item, now, precision);
    }

    /// Whether the target may not be what it was: what was under way when the run was cut off, or failed, counts if
    /// something was kept for it.
    static boolean isChange(RunItem item) {
        boolean writes = item.action() == RunItem.Action.TRANSFER || item.action() == RunItem.Action.DELETE;
        return writes
                && switch (item.result()) {
                    case DONE -> true;
                    case BEGUN, FAILED -> item.kept().isPresent();
                    case CONFLICT -> false;
                };
    }

    /// Whether something new was written, which is taken back first: it may be in the way of what is put back.
    static boolean isCreation(RunItem item) {
        return item.action() == RunItem.Action.TRANSFER && item.before().isEmpty();
    }

    private static boolean isThere(RunItem earlier, Optional<ObjectMetadata> now) {
        return earlier.result() == RunItem.Result.DONE
                && earlier.after()
                        .map(version -> now.filter(version::isStill).isPresent())
                        .orElseGet(now::isEmpty);
    }

    private static boolean was(RunItem item, Optional<ObjectMetadata> now) {
        return now.isPresent()
                && item.before().filter(before -> before.isStill(now.get())).isPresent();
    }

    private static UndoStep ofDelete(RunItem item, Optional<ObjectMetadata> now) {
        if (now.isPresent()) {
            return was(item, now) ? new AsBefore() : new Refused(Refusal.CHANGED_SINCE);
        }
        return item.kept().isPresent() ? new Restore(now) : new Refused(Refusal.NOT_KEPT);
    }

    private static UndoStep ofCreation(RunItem item, Optional<ObjectMetadata> now) {
        if (now.isEmpty()) {
            return new AsBefore();
        }
        return wrote(item, now.get()) ? new Remove(now.get()) : new Refused(Refusal.CHANGED_SINCE);
    }

    private static boolean wrote(RunItem item, ObjectMetadata now) {
        return item.after().filter(after -> after.isStill(now)).isPresent();
    }

    private static UndoStep ofReplacement(RunItem item, Optional<ObjectMetadata> now, Optional<Duration> precision) {
        boolean done = item.result() == RunItem.Result.DONE;
        // Where versions are told apart by time, the two may look the same: then it is put back once more.
        boolean replaced = now.isPresent() && done && wrote(item, now.get());
        if (!replaced && was(item, now)) {
            return new AsBefore();
        }
        if (item.kept().isEmpty()) {
            return new Refused(Refusal.NOT_KEPT);
        }
        if (now.isEmpty()) {
            return done ? new Refused(Refusal.DELETED_SINCE) : new Restore(now);
        }
        boolean meant = !done
                && item.after()
                        .filter(after -> after.isMet(now.get(), precision))
                        .isPresent();
        if (replaced || meant) {
            return new Restore(now);
        }
        return new Refused(done ? Refusal.CHANGED_SINCE : Refusal.UNCLEAR);
    }
}
