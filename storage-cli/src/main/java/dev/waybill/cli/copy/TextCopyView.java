package dev.waybill.cli.copy;

import dev.waybill.cli.address.Location;
import dev.waybill.cli.exit.StorageFailures;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.Progress;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.output.Skips;
import dev.waybill.port.StorageException;

/// Tells people what a copy does. Any number of threads.
public final class TextCopyView implements CopyView {
    private final Console console;
    private final Progress progress;
    private final CopyRequest request;

    /// @param progress shares the terminal
    public TextCopyView(Console console, Progress progress, CopyRequest request) {
        this.console = console;
        this.progress = progress;
        this.request = request;
    }

    @Override
    public void done(Location from, Location to, long size) {
        line((request.move() ? "moved " : "copied ") + from + " -> " + to + " (" + Sizes.of(size) + ")");
    }

    @Override
    public void wouldDo(Location from, Location to, long size) {
        line((request.move() ? "would move " : "would copy ") + from + " -> " + to + " (" + Sizes.of(size) + ")");
    }

    @Override
    public void leftAlone(Location from, Location to, long size) {
        line("left alone " + to + ", which is there");
    }

    @Override
    public void failed(Location from, Location to, StorageException cause) {
        progress.printing(() -> console.failure(StorageFailures.of(cause)));
    }

    /// Tells what it came to.
    public void summary(CopyTotals totals) {
        String verb = request.dryRun() ? "would be " : "";
        String done = Sizes.count(totals.objects(), "object") + " (" + Sizes.of(totals.bytes()) + ") " + verb
                + (request.move() ? "moved" : "copied");
        String left = totals.leftAloneCount() == 0 ? "" : ", " + totals.leftAloneCount() + " left alone";
        String failed = totals.failedCount() == 0 ? "" : ", " + totals.failedCount() + " failed";
        String skipped = totals.skipped().isEmpty() ? "" : "; skipped " + Skips.text(totals.skipped());
        boolean telling = totals.objects() != 1 || !(left + failed + skipped).isEmpty();
        if (telling) {
            console.note(done + left + failed + skipped);
        }
    }

    private void line(String text) {
        if (!console.isQuiet()) {
            progress.printing(() -> console.line(text));
        }
    }
}
