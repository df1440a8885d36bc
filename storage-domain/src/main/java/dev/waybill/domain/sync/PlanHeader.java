package dev.waybill.domain.sync;

import java.time.Instant;

/// What holds for all steps of a plan. Both sides were listed to their end when it was made.
///
/// @param id names the plan; every line of it bears this
/// @param begin when making it began: nothing it tells of was looked at before
/// @param direction which way the bytes go
/// @param pair the two stores
/// @param origin how they were opened
/// @param options what it was made with; [DeleteGuard#force] is not part of a plan
/// @param counts how many steps it has
/// @param deletes what the guard of the deletes judges by
/// @param failures how many objects could not be compared: with any, nothing is deleted
public record PlanHeader(
        String id,
        Instant begin,
        SyncDirection direction,
        SyncPair pair,
        PlanOrigin origin,
        SyncOptions options,
        PlanCounts counts,
        DeleteFigures deletes,
        long failures) {
    private static final String ID = "[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}";

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public PlanHeader {
        if (!id.matches(ID)) {
            throw new IllegalArgumentException("the id of a plan must match " + ID);
        }
        if (failures < 0) {
            throw new IllegalArgumentException("failures must be 0 or more: " + failures);
        }
        if (deletes.due() != counts.deletes().objects()) {
            throw new IllegalArgumentException("the guard was asked about " + deletes.due()
                    + " deletes, and the plan has " + counts.deletes().objects());
        }
        if (counts.deletes().objects() > 0 && !options.delete()) {
            throw new IllegalArgumentException("the plan has deletes, and its options do not ask for them");
        }
    }

    /// Whether the deletes may be done if all that must precede them succeeds.
    ///
    /// @param force whether to delete also what looks like an accident
    public DeleteOutcome verdict(boolean force) {
        if (failures > 0 && deletes.due() > 0) {
            return deletes.withheld(
                    DeleteOutcome.Why.FAILURES,
                    failures + " objects could not be compared when the plan was made; make a new one");
        }
        return options.delete()
                ? deletes.judge(new DeleteGuard(options.guard().maxDeletes(), force))
                : new DeleteOutcome.NotAsked();
    }
}
