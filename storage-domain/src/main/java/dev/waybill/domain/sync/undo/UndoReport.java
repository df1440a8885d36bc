package dev.waybill.domain.sync.undo;

import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.RunStart;
import dev.waybill.domain.sync.Tally;
import java.time.Duration;

/// What undoing a run came to, or in a dry run would.
///
/// @param undone the run that was undone
/// @param start this run, which can be undone in turn
/// @param dryRun whether nothing was changed
/// @param end how it ended
/// @param restored what was put back
/// @param removed what was taken away
/// @param asBefore how many items were as before already
/// @param refused how many stay, since they changed or were not kept
/// @param failures how many failed
/// @param duration from begin to end
public record UndoReport(
        RunStart undone,
        RunStart start,
        boolean dryRun,
        RunEnd end,
        Tally restored,
        Tally removed,
        long asBefore,
        long refused,
        long failures,
        Duration duration) {}
