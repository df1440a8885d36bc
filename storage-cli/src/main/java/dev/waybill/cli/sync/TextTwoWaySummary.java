package dev.waybill.cli.sync;

import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.output.Skips;
import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.SyncReport;
import dev.waybill.domain.sync.Tally;
import dev.waybill.domain.sync.TwoWayReport;
import java.util.ArrayList;
import java.util.List;

/// Tells people what a run in both directions came to. One thread.
public final class TextTwoWaySummary {
    private final Console console;
    private final SyncPlace place;

    /// @param place the two sides
    public TextTwoWaySummary(Console console, SyncPlace place) {
        this.console = console;
        this.place = place;
    }

    /// Tells what it did.
    ///
    /// @param kept whether what it replaced or deleted was kept
    public void print(TwoWayReport report, boolean kept) {
        if (!console.isQuiet()) {
            console.line(headline(report));
            lines(report).forEach(line -> console.line("  " + line));
        }
        new TextProblems(console)
                .print(
                        List.of(report.push(), report.pull()),
                        "run it again; what is in the way of something has to be moved away first");
        if (kept) {
            TextSyncSummary.undoable(console, report.push());
            TextSyncSummary.undoable(console, report.pull());
        }
    }

    private String headline(TwoWayReport report) {
        SyncReport push = report.push();
        var parts = new ArrayList<String>();
        moved(parts, push, "pushed");
        moved(parts, report.pull(), "pulled");
        deleted(parts, push, "at the remote");
        deleted(parts, report.pull(), "here");
        String what = parts.isEmpty()
                ? TextSyncSummary.nothing(report.isClean())
                : (push.dryRun() ? "would be " : "") + String.join(", ", parts);
        String time =
                push.dryRun() ? "" : " in " + Sizes.duration(push.duration().toNanos());
        return "sync " + place.localName() + " and " + place.remoteName() + ": " + what + time + ", "
                + Sizes.count(push.planned(Reason.UNCHANGED).objects(), "object") + " unchanged";
    }

    private static void moved(List<String> parts, SyncReport half, String verb) {
        Tally moved = half.dryRun() ? TextSyncSummary.due(half) : half.moved();
        if (moved.objects() > 0) {
            parts.add(Sizes.count(moved.objects(), "object") + " (" + Sizes.of(moved.bytes()) + ") " + verb);
        }
    }

    private static void deleted(List<String> parts, SyncReport half, String where) {
        long count = tally(half, Reason.DELETED);
        if (count > 0) {
            parts.add(count + " deleted " + where);
        }
    }

    private static long tally(SyncReport half, Reason reason) {
        return (half.dryRun() ? half.planned(reason) : half.done(reason)).objects();
    }

    private static List<String> lines(TwoWayReport report) {
        var lines = new ArrayList<String>();
        long both = tally(report.pull(), Reason.REMOTE_KEEPS_NAME);
        if (both > 0) {
            lines.add(Sizes.count(both, "object") + " changed on both sides: both versions are kept, the local "
                    + (both == 1 ? "one" : "ones") + " as NAME.conflict-HOST-TIME");
        }
        left(lines, report.push(), "was deleted here; it stays at the remote");
        left(lines, report.pull(), "was deleted at the remote; it stays here");
        hidden(lines, report.push(), "here");
        hidden(lines, report.pull(), "at the remote");
        skipped(lines, report.push(), "skipped here: ");
        skipped(lines, report.pull(), "skipped at the remote: ");
        return lines;
    }

    private static void left(List<String> lines, SyncReport half, String text) {
        long count = half.planned(Reason.DELETE_NOT_ASKED).objects();
        if (count > 0) {
            lines.add(Sizes.count(count, "object") + ": " + text);
        }
    }

    private static void hidden(List<String> lines, SyncReport half, String where) {
        long count = half.planned(Reason.HIDDEN_AT_SOURCE).objects();
        if (count > 0) {
            lines.add(Sizes.count(count, "object") + " replaced " + where
                    + " by something that is not synced; left as it is on the other side");
        }
    }

    private static void skipped(List<String> lines, SyncReport half, String text) {
        if (Skips.isWorthTelling(half.skipped())) {
            lines.add(text + Skips.text(half.skipped()));
        }
    }
}
