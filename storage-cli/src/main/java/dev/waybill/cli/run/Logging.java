package dev.waybill.cli.run;

import dev.waybill.cli.output.SafeText;
import java.io.PrintStream;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What of the logs comes to standard error: warnings of our own, and with `-v` every call on a store.
public final class Logging {
    /// Held, or their levels would be forgotten with them.
    private static final Logger ROOT = Logger.getLogger("");

    private static final Logger OURS = Logger.getLogger("dev.waybill");

    private Logging() {}

    /// Sets up the logs of this process.
    public static void configure(boolean verbose, PrintStream err) {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        ROOT.setLevel(Level.OFF);
        OURS.setLevel(verbose ? Level.FINE : Level.WARNING);
        ROOT.addHandler(new Lines(err));
    }

    /// One line a record; what libraries say stays with them.
    private static final class Lines extends Handler {
        private final PrintStream err;

        Lines(PrintStream err) {
            this.err = err;
            setLevel(Level.ALL);
            setFormatter(new Line());
        }

        @Override
        public void publish(LogRecord record) {
            err.println(getFormatter().format(record));
        }

        @Override
        public void flush() {
            err.flush();
        }

        @Override
        public void close() {}
    }

    private static final class Line extends Formatter {
        @Override
        public String format(LogRecord record) {
            String level = record.getLevel().intValue() >= Level.WARNING.intValue() ? "warning" : "debug";
            return "waybill: " + level + ": " + SafeText.of(formatMessage(record));
        }
    }
}
