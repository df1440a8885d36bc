package dev.waybill.cli.output;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/// Keeps one line on a terminal up to date. Any number of threads.
final class TerminalProgress extends Progress {
    /// As wide as any terminal is; what is longer would leave its remains behind.
    private static final int WIDTH = 79;

    private static final int INTERVAL_MILLIS = 200;
    private static final String CLEAR_LINE = "\r\u001B[K";

    private final PrintStream err;
    private @Nullable ProgressBar bar;
    private boolean closed;

    TerminalProgress(PrintStream err) {
        this.err = err;
    }

    @Override
    synchronized void changed() {
        if (bar == null && !closed && !figures().isEmpty()) {
            bar = new ProgressBarBuilder()
                    .setUpdateIntervalMillis(INTERVAL_MILLIS)
                    .setInitialMax(1)
                    .setRenderer((state, width) -> shortened(figures().line(System.nanoTime())))
                    .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
                    .clearDisplayOnFinish()
                    .build();
        }
    }

    private static String shortened(String line) {
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH);
    }

    @Override
    public synchronized void printing(Runnable lines) {
        if (bar != null) {
            err.print(CLEAR_LINE);
        }
        lines.run();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (bar != null) {
            bar.close();
            bar = null;
            err.print(CLEAR_LINE);
        }
    }
}
