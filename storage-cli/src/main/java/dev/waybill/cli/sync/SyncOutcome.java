package dev.waybill.cli.sync;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.StorageFailures;
import dev.waybill.domain.sync.DeleteOutcome;
import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.SyncReport;

/// How a command ends by the report of its run.
public final class SyncOutcome {
    private SyncOutcome() {}

    /// The exit code: that of the gravest thing that happened.
    public static ExitCode of(SyncReport report) {
        return switch (report.end()) {
            case RunEnd.Stopped stopped -> StorageFailures.code(stopped.cause());
            case RunEnd.Cancelled _ -> ExitCode.CANCELLED;
            case RunEnd.Completed _ -> ofCompleted(report);
        };
    }

    private static ExitCode ofCompleted(SyncReport report) {
        boolean corrupt = report.failures().stream()
                .anyMatch(failure -> StorageFailures.code(failure.cause()) == ExitCode.CORRUPT);
        if (corrupt) {
            return ExitCode.CORRUPT;
        }
        if (report.failureCount() > 0) {
            return ExitCode.INCOMPLETE;
        }
        if (report.deletes() instanceof DeleteOutcome.Withheld withheld) {
            return withheld.why().isGuard() ? ExitCode.GUARDED : ExitCode.INCOMPLETE;
        }
        return report.conflictCount() > 0 ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }
}
