package dev.waybill.cli.output;

import java.io.PrintStream;

/// Shows how far a run has got. Any number of threads.
public abstract sealed class Progress implements AutoCloseable permits NoProgress, TerminalProgress, LineProgress {
    private final ProgressFigures figures = new ProgressFigures();

    Progress() {}

    /// The progress that fits where it is shown.
    ///
    /// @param terminal whether somebody reads `err` as it appears
    public static Progress on(PrintStream err, boolean terminal, boolean quiet) {
        if (quiet) {
            return new NoProgress();
        }
        return terminal ? new TerminalProgress(err) : new LineProgress(err);
    }

    /// An object of so many bytes is to be moved.
    public final void planned(long bytes) {
        figures.planned(bytes);
    }

    /// Everything that is to be moved is known.
    public final void planIsComplete() {
        figures.planIsComplete();
    }

    /// So many more bytes were moved; fewer, where an attempt begins again.
    public final void moved(long bytes) {
        figures.moved(bytes);
        changed();
    }

    /// One object is done with.
    public final void finished() {
        figures.finished();
        changed();
    }

    final ProgressFigures figures() {
        return figures;
    }

    /// Something changed.
    abstract void changed();

    /// Prints other lines than those of the progress.
    public abstract void printing(Runnable lines);

    /// Ends the display.
    @Override
    public abstract void close();
}
