package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.cli.exit.ExitCode;
import dev.waybill.cli.exit.Failure;
import dev.waybill.cli.output.Console;
import dev.waybill.cli.output.SafeText;
import dev.waybill.cli.output.Sizes;
import dev.waybill.cli.output.Skips;
import dev.waybill.cli.run.Session;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.SkippedEntry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/// The lines of a listing. One thread.
final class ListingLines {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// How many lines are printed before it is looked whether anybody reads them.
    private static final int LINES_ON_TRUST = 1000;

    private final Console console;
    private final boolean isLong;
    private final boolean bytes;
    private long lines;

    ListingLines(Session session, boolean isLong, boolean bytes) {
        this.console = session.console();
        this.isLong = isLong;
        this.bytes = bytes;
    }

    void folder(String name) {
        String shown = console.paint().folder(SafeText.of(name) + "/");
        line(isLong ? "%12s  %20s  %s".formatted("-", "", shown) : shown);
    }

    void object(String name, ObjectMetadata object) {
        String shown = SafeText.of(name);
        line(isLong ? "%12s  %20s  %s".formatted(size(object.size()), time(object), shown) : shown);
    }

    void skipped(Map<SkippedEntry.Reason, Long> counts) {
        if (Skips.isWorthTelling(counts)) {
            console.note("not shown: " + Skips.text(counts));
        }
    }

    /// The time of the content where the listing tells it, else that of the object.
    static String time(ObjectMetadata object) {
        return time(object.contentModified().orElse(object.modified()));
    }

    static String time(Instant time) {
        return TIME.format(time);
    }

    private String size(long size) {
        return bytes ? Long.toString(size) : Sizes.of(size);
    }

    private void line(String text) {
        console.line(text);
        lines++;
        if (lines % LINES_ON_TRUST == 0 && console.isBroken()) {
            throw new CommandFailure(
                    Failure.of(ExitCode.INCOMPLETE, "standard output was closed before the end of the listing"));
        }
    }
}
