package dev.waybill.cli.sync;

import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.output.Skips;
import dev.waybill.domain.sync.Reason;
import dev.waybill.domain.sync.SyncReport;
import dev.waybill.domain.sync.SyncStatus;
import dev.waybill.domain.sync.Tally;
import java.util.ArrayList;
import java.util.List;

/// Tells people what a push and a pull would do. One thread.
public final class TextStatus {
    private final Console console;
    private final SyncPlace place;

    /// @param place the two sides
    public TextStatus(Console console, SyncPlace place) {
        this.console = console;
        this.place = place;
    }

    /// Prints the status.
    public void print(SyncStatus status) {
        console.line(SafeText.of(place.localName()) + " and "
                + SafeText.of(place.remoteName() + " (" + place.remoteStore() + ")"));
        console.line("  push would send " + due(status.push()));
        console.line("  pull would bring " + due(status.pull()));
        status.push()
                .conflicts()
                .forEach(conflict ->
                        console.line("  conflict: " + SafeText.of(conflict.key().value()) + ": "
                                + conflict.reason().text()));
        long unlisted =
                status.push().conflictCount() - status.push().conflicts().size();
        if (unlisted > 0) {
            console.line("  and " + Sizes.count(unlisted, "more conflict"));
        }
        console.line("  " + Sizes.count(status.push().planned(Reason.UNCHANGED).objects(), "object") + " unchanged");
        if (Skips.isWorthTelling(status.push().skipped())) {
            console.line("  skipped here: " + Skips.text(status.push().skipped()));
        }
        if (Skips.isWorthTelling(status.pull().skipped())) {
            console.line("  skipped there: " + Skips.text(status.pull().skipped()));
        }
    }

    private static String due(SyncReport report) {
        List<String> parts = new ArrayList<>();
        add(parts, report.planned(Reason.NEW), "new");
        add(parts, report.planned(Reason.CHANGED), "changed");
        long deletes = report.planned(Reason.DELETE_NOT_ASKED).objects()
                + report.planned(Reason.DELETED).objects();
        if (deletes > 0) {
            parts.add(deletes + " to delete with --delete");
        }
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }

    private static void add(List<String> parts, Tally tally, String what) {
        if (tally.objects() > 0) {
            parts.add(tally.objects() + " " + what + " (" + Sizes.of(tally.bytes()) + ")");
        }
    }
}
