package dev.waybill.cli.sync;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.cli.exit.StorageFailures;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.domain.sync.DeleteOutcome;
import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.SyncAction;
import dev.waybill.domain.sync.SyncFailure;
import dev.waybill.domain.sync.SyncReport;
import java.util.List;

/// Tells people what a plan comes to, on standard error: standard output may be the plan. One thread.
public final class TextPlanSummary {
    private static final int SHOWN = 20;

    private final Console console;
    private final SyncPlace place;

    /// @param place the two sides
    public TextPlanSummary(Console console, SyncPlace place) {
        this.console = console;
        this.place = place;
    }

    /// Prints it.
    public void print(SyncReport report) {
        switch (report.end()) {
            case RunEnd.Stopped stopped -> {
                console.failure(
                        Failure.of(ExitCode.INCOMPLETE, "no plan was made: a side could not be read to its end"));
                console.failure(StorageFailures.of(stopped.cause()));
            }
            case RunEnd.Cancelled _ ->
                console.failure(CommandFailure.cancelled().failure());
            case RunEnd.Completed _ -> {
                console.note(headline(report));
                problems(report);
            }
        }
    }

    private String headline(SyncReport report) {
        long moved = sum(report, List.of(Reason.NEW, Reason.CHANGED, Reason.RESTORED, Reason.SOURCE_WINS));
        long deleted = sum(report, List.of(Reason.DELETED));
        long noted = sum(
                report,
                List.of(Reason.ALIKE_NEVER_SYNCED, Reason.ALIKE_CHANGED, Reason.ONLY_TIMES, Reason.BOTH_DELETED));
        return "plan " + report.run() + " for " + SafeText.of(place.localName() + " and " + place.remoteStore()) + ": "
                + Sizes.count(moved, "object") + " to move, " + deleted + " to delete, " + noted + " to note, "
                + report.planned(Reason.UNCHANGED).objects() + " unchanged";
    }

    private static long sum(SyncReport report, List<Reason> reasons) {
        return reasons.stream()
                .mapToLong(reason -> report.planned(reason).objects())
                .sum();
    }

    private void problems(SyncReport report) {
        for (SyncAction.Conflict conflict :
                report.conflicts().stream().limit(SHOWN).toList()) {
            console.failure(Failure.of(
                    ExitCode.INCOMPLETE,
                    "conflict: " + conflict.key() + ": " + conflict.reason().text()));
        }
        for (SyncFailure failure : report.failures().stream().limit(SHOWN).toList()) {
            console.failure(StorageFailures.of(failure.cause()));
        }
        long collisions = report.planned(Reason.NAME_TAKEN).objects();
        if (collisions > 0) {
            console.note(
                    Sizes.count(collisions, "collision") + ": the target takes the name of each for that of another"
                            + " object; --names says what becomes of them");
        }
        if (report.conflictCount() > 0 || report.failureCount() > 0) {
            console.failure(Failure.of(
                    ExitCode.INCOMPLETE,
                    "the plan leaves out " + Sizes.count(report.conflictCount(), "conflict") + " and "
                            + Sizes.count(report.failureCount(), "failure"),
                    "each is a line of type note in it"));
        }
        if (report.deletes() instanceof DeleteOutcome.Withheld withheld) {
            console.failure(
                    withheld.why().isGuard()
                            ? Failure.of(
                                    ExitCode.GUARDED,
                                    withheld.text(),
                                    "waybill apply --force-delete deletes them all the same")
                            : Failure.of(ExitCode.HELD_BACK, withheld.text()));
        }
    }
}
