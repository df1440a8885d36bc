package dev.waybill.cli.sync;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.cli.exit.StorageFailures;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.Sizes;
import dev.waybill.domain.sync.DeleteOutcome;
import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.SyncReport;
import java.util.List;
import java.util.function.ToLongFunction;

/// Tells people what a run left undone, and what helps. One thread.
final class TextProblems {
    private final Console console;

    TextProblems(Console console) {
        this.console = console;
    }

    /// Tells of the problems of all of `reports`, which are of one run; what they have in common once.
    ///
    /// @param remedy what helps with conflicts
    void print(List<SyncReport> reports, String remedy) {
        resumable(sum(reports, report -> report.resumption().resumable()));
        long conflicts = sum(reports, SyncReport::conflictCount);
        if (conflicts > 0) {
            console.failure(Failure.of(
                    ExitCode.INCOMPLETE, Sizes.count(conflicts, "conflict") + ", and nothing was overwritten", remedy));
        }
        long failures = sum(reports, SyncReport::failureCount);
        if (failures > 0) {
            console.failure(Failure.of(
                    ExitCode.INCOMPLETE,
                    Sizes.count(failures, "object") + " failed, told of above",
                    "mend the cause and run the command again; what is done stays done"));
        }
        heldBack(reports.getFirst());
        switch (reports.getFirst().end()) {
            case RunEnd.Stopped stopped -> console.failure(StorageFailures.of(stopped.cause()));
            case RunEnd.Cancelled _ ->
                console.failure(CommandFailure.cancelled().failure());
            case RunEnd.Completed _ -> {
                // Nothing to add.
            }
        }
    }

    private void heldBack(SyncReport report) {
        if (!(report.deletes() instanceof DeleteOutcome.Withheld withheld)) {
            return;
        }
        if (withheld.why().isGuard()) {
            console.failure(Failure.of(ExitCode.GUARDED, withheld.text(), "--force-delete deletes them all the same"));
        } else if (SyncOutcome.isHeldBack(report)) {
            console.failure(Failure.of(ExitCode.HELD_BACK, withheld.text()));
        }
    }

    private static long sum(List<SyncReport> reports, ToLongFunction<SyncReport> figure) {
        return reports.stream().mapToLong(figure).sum();
    }

    private void resumable(long count) {
        if (count > 0) {
            console.note("waybill: " + Sizes.count(count, "transfer") + " of large objects can go on where "
                    + (count == 1 ? "it was" : "they were") + ": run the same command again");
        }
    }
}
