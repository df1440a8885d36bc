package dev.waybill.cli.run;

import dev.waybill.cli.output.SafeText;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPLogger;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// What of the logs comes to standard error: warnings of our own, and with `-v` every call on a store. What libraries
/// say stays with them.
///
/// It is what slf4j logs by. On `java.util.logging` it would have that set up at each start, which looks through all of
/// the class path for another log of the platform. Any number of threads.
public final class Logging implements SLF4JServiceProvider {
    /// The version of slf4j's interface that this is written for.
    private static final String INTERFACE = "2.0.99";

    private static final String OURS = "dev.waybill.";

    private static volatile Output output = new Output(Level.WARN, System.err);

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();

    /// For slf4j.
    public Logging() {}

    /// Sets up the logs of this process.
    public static void configure(boolean verbose, PrintStream err) {
        output = new Output(verbose ? Level.DEBUG : Level.WARN, err);
    }

    @Override
    public void initialize() {}

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> name.startsWith(OURS) ? new Lines(name) : NOPLogger.NOP_LOGGER;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return INTERFACE;
    }

    /// What `java.util.logging` is set up by where a library uses it: nobody hears of it.
    public static final class Unheard {
        /// For `java.util.logging`.
        public Unheard() {}
    }

    private record Output(Level least, PrintStream err) {
        boolean takes(Level level) {
            return level.toInt() >= least.toInt();
        }

        void line(Level level, String message) {
            String name = level.toInt() >= Level.WARN.toInt() ? "warning" : "debug";
            err.println("waybill: " + name + ": " + SafeText.of(message));
        }
    }

    /// One line a record.
    private static final class Lines extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1;

        Lines(String name) {
            this.name = name;
        }

        @Override
        public boolean isTraceEnabled() {
            return output.takes(Level.TRACE);
        }

        @Override
        public boolean isDebugEnabled() {
            return output.takes(Level.DEBUG);
        }

        @Override
        public boolean isInfoEnabled() {
            return output.takes(Level.INFO);
        }

        @Override
        public boolean isWarnEnabled() {
            return output.takes(Level.WARN);
        }

        @Override
        public boolean isErrorEnabled() {
            return output.takes(Level.ERROR);
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String pattern,
                Object @Nullable [] arguments,
                @Nullable Throwable thrown) {
            output.line(level, MessageFormatter.basicArrayFormat(pattern, arguments));
        }
    }
}
