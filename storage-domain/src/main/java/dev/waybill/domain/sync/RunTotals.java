package dev.waybill.domain.sync;

import java.util.List;

/// What a run came to.
///
/// @param moved objects and bytes written at the target
/// @param deleted objects and bytes removed there
/// @param conflicts how many conflicts were left, or refusals
/// @param failures how many items failed
public record RunTotals(Tally moved, Tally deleted, long conflicts, long failures) {
    private static final List<Reason> CHANGING = List.of(
            Reason.NEW,
            Reason.CHANGED,
            Reason.RESTORED,
            Reason.SOURCE_WINS,
            Reason.EDIT_KEPT,
            Reason.LOCAL_RENAMED,
            Reason.REMOTE_KEEPS_NAME,
            Reason.DELETED);

    /// Nothing.
    public static final RunTotals NONE = new RunTotals(Tally.NONE, Tally.NONE, 0, 0);

    static RunTotals of(SyncReport report) {
        var changed = Tally.NONE;
        for (Reason reason : CHANGING) {
            changed = changed.plus(report.done(reason));
        }
        Tally moved = report.moved();
        var deleted = new Tally(changed.objects() - moved.objects(), changed.bytes() - moved.bytes());
        return new RunTotals(moved, deleted, report.conflictCount(), report.failureCount());
    }
}
