package dev.waybill.cli.sync;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.StorageFailures;
import dev.waybill.domain.sync.DeleteOutcome;
import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.SyncReport;
import dev.waybill.domain.sync.TwoWayReport;
import java.util.List;

/// How a command ends by the report of its run.
public final class SyncOutcome {
    private SyncOutcome() {}

    /// The exit code: that of the gravest thing that happened.
    public static ExitCode of(SyncReport report) {
        return of(List.of(report));
    }

    /// The same of both directions.
    public static ExitCode of(TwoWayReport report) {
        return of(List.of(report.push(), report.pull()));
    }

    /// Whether deletes that were asked for were held back by what failed, or is still to be done. Of a run that was
    /// broken off nobody knows how many were due.
    static boolean isHeldBack(SyncReport report) {
        return report.deletes() instanceof DeleteOutcome.Withheld withheld
                && !withheld.why().isGuard()
                && (withheld.due() > 0 || !(report.end() instanceof RunEnd.Completed));
    }

    private static ExitCode of(List<SyncReport> reports) {
        ExitCode gravest = gravest(reports);
        // Codes that tell what is to be done about the cause go before.
        boolean heldBack = gravest == ExitCode.INCOMPLETE && reports.stream().anyMatch(SyncOutcome::isHeldBack);
        return heldBack ? ExitCode.HELD_BACK : gravest;
    }

    private static ExitCode gravest(List<SyncReport> reports) {
        for (SyncReport report : reports) {
            switch (report.end()) {
                case RunEnd.Stopped stopped -> {
                    return StorageFailures.code(stopped.cause());
                }
                case RunEnd.Cancelled _ -> {
                    return ExitCode.CANCELLED;
                }
                case RunEnd.Completed _ -> {
                    // What it came to counts.
                }
            }
        }
        return ofCompleted(reports);
    }

    private static ExitCode ofCompleted(List<SyncReport> reports) {
        boolean corrupt = reports.stream()
                .flatMap(report -> report.failures().stream())
                .anyMatch(failure -> StorageFailures.code(failure.cause()) == ExitCode.CORRUPT);
        if (corrupt) {
            return ExitCode.CORRUPT;
        }
        if (reports.stream().anyMatch(report -> report.failureCount() > 0)) {
            return ExitCode.INCOMPLETE;
        }
        for (SyncReport report : reports) {
            if (report.deletes() instanceof DeleteOutcome.Withheld withheld) {
                return withheld.why().isGuard() ? ExitCode.GUARDED : ExitCode.INCOMPLETE;
            }
        }
        boolean inConflict = reports.stream().anyMatch(report -> report.conflictCount() > 0);
        return inConflict ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }
}
