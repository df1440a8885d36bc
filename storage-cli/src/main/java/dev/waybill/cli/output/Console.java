package dev.waybill.cli.output;

import dev.waybill.cli.exit.Failure;
import java.io.PrintStream;

/// Where a command prints: results on standard output, all else on standard error. Any number of threads.
public final class Console {
    private final PrintStream out;
    private final PrintStream err;
    private final Paint outPaint;
    private final Paint errPaint;
    private final boolean quiet;

    /// @param quiet whether notes are left out
    public Console(PrintStream out, PrintStream err, Paint outPaint, Paint errPaint, boolean quiet) {
        this.out = out;
        this.err = err;
        this.outPaint = outPaint;
        this.errPaint = errPaint;
        this.quiet = quiet;
    }

    /// The stream of results, for bytes and for machines.
    public PrintStream out() {
        return out;
    }

    /// The colours of results.
    public Paint paint() {
        return outPaint;
    }

    /// Whether notes are left out.
    public boolean isQuiet() {
        return quiet;
    }

    /// Prints a line of result; what came from outside is already [SafeText].
    public void line(String text) {
        out.println(text);
    }

    /// Prints a line that tells how things go; left out when quiet.
    public void note(String text) {
        if (!quiet) {
            err.println(text);
        }
    }

    /// Prints what should be looked at, also when quiet.
    public void warning(String text) {
        err.println(errPaint.warning("waybill: warning: ") + SafeText.of(text));
    }

    /// Prints what failed and the remedy.
    public void failure(Failure failure) {
        String[] lines = failure.message().split("\n", -1);
        err.println(errPaint.error("waybill: ") + SafeText.of(lines[0]));
        for (int i = 1; i < lines.length; i++) {
            err.println("  " + SafeText.of(lines[i]));
        }
        failure.remedy().ifPresent(remedy -> err.println("  " + SafeText.of(remedy)));
    }

    /// Whether nobody reads the results any more, or they cannot be written.
    public boolean isBroken() {
        return out.checkError();
    }
}
