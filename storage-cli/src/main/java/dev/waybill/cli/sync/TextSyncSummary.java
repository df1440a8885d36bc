package dev.waybill.cli.sync;

import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.output.Skips;
import dev.waybill.domain.config.WaybillConfiguration;
import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncReport;
import dev.waybill.domain.sync.Tally;
import dev.waybill.port.SkippedEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tells people what a run came to. One thread.
public final class TextSyncSummary {
    private static final List<Reason> MOVING = List.of(
            Reason.NEW,
            Reason.CHANGED,
            Reason.RESTORED,
            Reason.SOURCE_WINS,
            Reason.EDIT_KEPT,
            Reason.LOCAL_RENAMED,
            Reason.REMOTE_KEEPS_NAME);

    private static final List<Reason> LEFT_ALONE = List.of(
            Reason.NEW_AT_TARGET,
            Reason.CHANGED_AT_TARGET,
            Reason.DELETED_AT_TARGET,
            Reason.DELETE_NOT_ASKED,
            Reason.HIDDEN_AT_SOURCE,
            Reason.NOT_HELD_AT_SOURCE);

    private static final String OVERWRITE = "decide for each: waybill cp takes either side's version over the other's";

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
            if (report.moved().objects() > 0) {
                place.chosenTransfers()
                        .ifPresent(chosen -> console.line("  " + Sizes.count(chosen, "transfer")
                                + " at once in the end, chosen by what they came to; --transfers pins it"));
            }
            for (Reason reason : LEFT_ALONE) {
                long count = report.planned(reason).objects();
                if (count > 0) {
                    console.line("  " + Sizes.count(count, "object") + " " + reason.text(report.direction()));
                }
            }
            skipped(report.skipped(), "skipped: ");
            skipped(report.skippedAtTarget(), "skipped at the target: ");
            if (isOfNothing(report)) {
                console.note("  nothing was found in " + place.remoteStore()
                        + ", the remote where none is configured; --remote or waybill.yaml names another");
            }
        }
        new TextProblems(console).print(List.of(report), OVERWRITE);
        if (kept) {
            undoable(console, report);
        }
    }

    /// Tells how what was kept is brought back, if anything was changed.
    static void undoable(Console console, SyncReport report) {
        boolean changed = !report.dryRun()
                && report.done().keySet().stream()
                        .anyMatch(reason -> reason == Reason.DELETED || MOVING.contains(reason));
        if (changed) {
            console.note("  waybill undo " + report.run() + " takes it back");
        }
    }

    /// Whether it is a pull from the remote that is there without any configuration, and nothing was there.
    private boolean isOfNothing(SyncReport report) {
        return report.direction() == SyncDirection.PULL
                && place.remoteName().equals(WaybillConfiguration.EMBEDDED)
                && report.isClean()
                && Set.of(Reason.NEW_AT_TARGET).containsAll(report.planned().keySet());
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
            return (push ? "push " : "pull ") + where + ": " + nothing(report.isClean()) + ", " + unchanged;
        }
        String verb = (report.dryRun() ? "would be " : "") + (push ? "pushed" : "pulled");
        String deletes = deleted == 0 ? "" : ", " + deleted + " deleted";
        String time =
                report.dryRun() ? "" : " in " + Sizes.duration(report.duration().toNanos());
        return Sizes.count(moved.objects(), "object") + " (" + Sizes.of(moved.bytes()) + ") " + verb + " from " + where
                + time + deletes + ", " + unchanged;
    }

    /// Nothing to do is what only a run without problems can tell.
    static String nothing(boolean clean) {
        return clean ? "nothing to do" : "nothing done";
    }

    /// What a run that is not dry would move.
    static Tally due(SyncReport report) {
        long objects = 0;
        long bytes = 0;
        for (Reason reason : MOVING) {
            objects += report.planned(reason).objects();
            bytes += report.planned(reason).bytes();
        }
        return new Tally(objects, bytes);
    }

    private void skipped(Map<SkippedEntry.Reason, Long> counts, String text) {
        if (Skips.isWorthTelling(counts)) {
            console.line("  " + text + Skips.text(counts));
        }
    }
}
