package dev.waybill.cli.output;

import java.util.Locale;

/// Sizes, counts and durations as people read them.
public final class Sizes {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Sizes() {}

    /// A number of bytes in the largest binary unit that leaves at least 1 of it: `0 B`, `1.5 KiB`, `212 MiB`.
    public static String of(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        // What would round to 1024 of a unit is 1.0 of the next.
        while (value >= 1023.5) {
            value /= 1024;
            unit++;
        }
        // A line for each object that moves has one: a formatter would cost more than all the rest of the line.
        long tenths = Math.round(10 * value);
        String number = value < 99.95 ? tenths / 10 + "." + tenths % 10 : Long.toString(Math.round(value));
        return number + " " + UNITS[unit];
    }

    /// A number of bytes that moved in so many nanoseconds, a second.
    public static String rate(long bytes, long nanos) {
        return of(Math.round(bytes * 1e9 / Math.max(1, nanos))) + "/s";
    }

    /// `1 object`, `2 objects`.
    public static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    /// A duration to the second, below a minute to the tenth: `0.3 s`, `2 min 05 s`, `1 h 00 min`.
    public static String duration(long nanos) {
        long seconds = Math.round(nanos / 1e9);
        if (nanos < 59_950_000_000L) {
            return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }
}
