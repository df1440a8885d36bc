package dev.waybill.domain.sync;

import dev.waybill.domain.sync.DeleteOutcome.Why;

/// How many objects are to be deleted, beside how many were synced: what the guard judges by.
///
/// @param due how many deletes are due
/// @param syncedAtSource how many of what was synced are still at the source
/// @param syncedAtTarget how many of what was synced are still at the target
public record DeleteFigures(long due, long syncedAtSource, long syncedAtTarget) {
    /// @throws IllegalArgumentException naming a figure that is negative
    public DeleteFigures {
        requireCount("due", due);
        requireCount("syncedAtSource", syncedAtSource);
        requireCount("syncedAtTarget", syncedAtTarget);
    }

    private static void requireCount(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must be 0 or more: " + value);
        }
    }

    /// Whether `guard` lets the deletes be done.
    public DeleteOutcome judge(DeleteGuard guard) {
        if (due == 0 || guard.force()) {
            return new DeleteOutcome.Ran();
        }
        if (syncedAtSource == 0) {
            return withheld(Why.SOURCE_EMPTY, "nothing of what was synced is left at the source");
        }
        if (guard.maxDeletes().isPresent() && due > guard.maxDeletes().getAsLong()) {
            return withheld(
                    Why.MORE_THAN_ALLOWED, "at most " + guard.maxDeletes().getAsLong() + " are allowed");
        }
        boolean all = due >= syncedAtTarget;
        if (all || (syncedAtTarget >= DeleteGuard.SMALL && due > syncedAtTarget - due)) {
            return withheld(Why.MORE_THAN_HALF, "that is more than half of the " + syncedAtTarget + " synced");
        }
        return new DeleteOutcome.Ran();
    }

    /// That none is done, since something failed.
    DeleteOutcome troubled() {
        return withheld(Why.FAILURES, "something failed; what is missing at the source may be there");
    }

    /// That none is done.
    DeleteOutcome withheld(Why why, String text) {
        String remedy = why.isGuard() ? "; force the deletes if they are meant" : "";
        return new DeleteOutcome.Withheld(due, why, due + " deletes were held back: " + text + remedy);
    }

    /// Which share of what is synced at the target would go: 0 to 1.
    public double ratio() {
        return due == 0 ? 0 : (double) due / Math.max(due, syncedAtTarget);
    }
}
