package dev.waybill.cli.sync;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.cli.exit.StorageFailures;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.output.Skips;
import dev.waybill.domain.sync.DeleteOutcome;
import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncReport;
import dev.waybill.domain.sync.Tally;
import dev.waybill.port.SkippedEntry;
import java.util.List;
import java.util.Map;

/// Tells people what a run came to. One thread.
public final class TextSyncSummary {
    private static final List<Reason> LEFT_ALONE = List.of(
            Reason.NEW_AT_TARGET,
            Reason.CHANGED_AT_TARGET,
            Reason.DELETED_AT_TARGET,
            Reason.DELETE_NOT_ASKED,
            Reason.HIDDEN_AT_SOURCE);

    private final Console console;
    private final SyncPlace place;

    /// @param place the two sides
    public TextSyncSummary(Console console, SyncPlace place) {
        this.console = console;
        this.place = place;
    }

    /// Tells what a push or pull did.
    ///
    /// @param kept whether what it replaced and deleted was kept first
    public void print(SyncReport report, boolean kept) {
        if (!console.isQuiet()) {
            console.line(headline(report));
            if (report.resumption().parts() > 0) {
                console.line("  of these bytes, " + Sizes.of(report.resumption().bytes()) + " in "
                        + Sizes.count(report.resumption().parts(), "part") + " had been moved by earlier runs");
            }
            for (Reason reason : LEFT_ALONE) {
                long count = report.planned(reason).objects();
                if (count > 0) {
                    console.line("  " + Sizes.count(count, "object") + " " + reason.text(report.direction()));
                }
            }
            skipped(report.skipped(), "skipped: ");
            skipped(report.skippedAtTarget(), "skipped at the target: ");
        }
        problems(report);
        if (kept && !report.dryRun() && report.done().keySet().stream().anyMatch(TextSyncSummary::isChange)) {
            console.note("  waybill undo " + report.run() + " takes it back");
        }
    }

    private static boolean isChange(Reason reason) {
        return switch (reason) {
            case NEW, CHANGED, RESTORED, SOURCE_WINS, DELETED -> true;
            default -> false;
        };
    }

    private String headline(SyncReport report) {
        boolean push = report.direction() == SyncDirection.PUSH;
        String where = push
                ? place.localName() + " to " + place.remoteName()
                : place.remoteName() + " to " + place.localName();
        Tally moved = report.dryRun() ? due(report) : report.moved();
        long deleted = (report.dryRun() ? report.planned(Reason.DELETED) : report.done(Reason.DELETED)).objects();
        String unchanged = Sizes.count(report.planned(Reason.UNCHANGED).objects(), "object") + " unchanged";
        if (moved.objects() == 0 && deleted == 0) {
            return (push ? "push " : "pull ") + where + ": nothing to do, " + unchanged;
        }
        String verb = (report.dryRun() ? "would be " : "") + (push ? "pushed" : "pulled");
        String deletes = deleted == 0 ? "" : ", " + deleted + " deleted";
        String time =
                report.dryRun() ? "" : " in " + Sizes.duration(report.duration().toNanos());
        return Sizes.count(moved.objects(), "object") + " (" + Sizes.of(moved.bytes()) + ") " + verb + " from " + where
                + time + deletes + ", " + unchanged;
    }

    private static Tally due(SyncReport report) {
        long objects = 0;
        long bytes = 0;
        for (Reason reason : List.of(Reason.NEW, Reason.CHANGED, Reason.RESTORED, Reason.SOURCE_WINS)) {
            objects += report.planned(reason).objects();
            bytes += report.planned(reason).bytes();
        }
        return new Tally(objects, bytes);
    }

    private void resumable(long count) {
        if (count > 0) {
            console.note("waybill: " + Sizes.count(count, "transfer") + " of large objects can go on where "
                    + (count == 1 ? "it was" : "they were") + ": run the same command again");
        }
    }

    private void skipped(Map<SkippedEntry.Reason, Long> counts, String text) {
        if (Skips.isWorthTelling(counts)) {
            console.line("  " + text + Skips.text(counts));
        }
    }

    private void problems(SyncReport report) {
        resumable(report.resumption().resumable());
        if (report.conflictCount() > 0) {
            console.failure(Failure.of(
                    ExitCode.INCOMPLETE,
                    Sizes.count(report.conflictCount(), "conflict") + ", and nothing was overwritten",
                    "decide for each: waybill cp takes either side's version over the other's"));
        }
        if (report.failureCount() > 0) {
            console.failure(Failure.of(
                    ExitCode.INCOMPLETE,
                    Sizes.count(report.failureCount(), "object") + " failed, told of above",
                    "mend the cause and run the command again; what is done stays done"));
        }
        if (report.deletes() instanceof DeleteOutcome.Withheld withheld) {
            console.failure(
                    withheld.why().isGuard()
                            ? Failure.of(ExitCode.GUARDED, withheld.text(), "--force-delete deletes them all the same")
                            : Failure.of(ExitCode.INCOMPLETE, withheld.text()));
        }
        switch (report.end()) {
            case RunEnd.Stopped stopped -> console.failure(StorageFailures.of(stopped.cause()));
            case RunEnd.Cancelled _ ->
                console.failure(CommandFailure.cancelled().failure());
            case RunEnd.Completed _ -> {
                // Nothing to add.
            }
        }
    }
}
