package dev.waybill.cli.sync;

import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.cli.exit.StorageFailures;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.domain.sync.undo.UndoEvent;
import dev.waybill.domain.sync.undo.UndoReport;
import dev.waybill.port.ObjectKey;

/// Tells people how a run is undone. Any number of threads.
public final class TextUndoView {
    private final Console console;
    private final boolean dryRun;

    /// @param dryRun whether it is only told
    public TextUndoView(Console console, boolean dryRun) {
        this.console = console;
        this.dryRun = dryRun;
    }

    /// Tells of one item.
    public synchronized void tell(UndoEvent event) {
        switch (event) {
            case UndoEvent.Restored one -> line(dryRun ? "would restore " : "restored ", one.key(), one.size());
            case UndoEvent.Removed one -> line(dryRun ? "would remove " : "removed ", one.key(), one.size());
            case UndoEvent.AsBefore _ -> {
                // Counted in the summary.
            }
            case UndoEvent.Refused refused ->
                console.failure(Failure.of(
                        ExitCode.INCOMPLETE,
                        refused.key() + " stays: " + refused.why().text()));
            case UndoEvent.Failed failed ->
                console.failure(StorageFailures.of(failed.failure().cause()));
        }
    }

    private void line(String what, ObjectKey key, long size) {
        if (!console.isQuiet()) {
            console.line(what + SafeText.of(key.value()) + " (" + Sizes.of(size) + ")");
        }
    }

    /// Tells what it came to.
    public void summary(UndoReport report) {
        if (!console.isQuiet()) {
            console.line("run " + report.undone().name() + (dryRun ? " would be undone: " : " undone: ")
                    + Sizes.count(report.restored().objects(), "object") + " restored, "
                    + report.removed().objects() + " removed, " + report.asBefore() + " as before already");
        }
        if (report.refused() > 0) {
            console.failure(Failure.of(
                    ExitCode.INCOMPLETE,
                    Sizes.count(report.refused(), "object") + " could not be taken back, told of above",
                    "waybill ls shows what is kept in .waybill/trash, and waybill cp brings it where you want it"));
        }
        if (!dryRun && report.restored().objects() + report.removed().objects() > 0) {
            console.note("  waybill undo " + report.start().name() + " takes this back in turn");
        }
    }
}
