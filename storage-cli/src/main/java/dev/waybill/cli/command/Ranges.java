package dev.waybill.cli.command;

import dev.waybill.cli.exit.CommandFailure;
import dev.waybill.port.ByteRange;
import java.util.regex.Pattern;

/// Ranges of bytes as they are typed: `0-99`, `1000-`, `-500` (as in RFC 9110 section 14.1.2).
final class Ranges {
    private static final Pattern RANGE = Pattern.compile("(\\d{0,19})-(\\d{0,19})");

    private Ranges() {}

    /// @throws CommandFailure if it is none
    static ByteRange parse(String text) {
        var matcher = RANGE.matcher(text);
        if (!matcher.matches() || text.equals("-")) {
            throw wrong(text);
        }
        String from = matcher.group(1);
        String to = matcher.group(2);
        try {
            if (from.isEmpty()) {
                return new ByteRange.Suffix(Long.parseLong(to));
            }
            if (to.isEmpty()) {
                return new ByteRange.From(Long.parseLong(from));
            }
            return ByteRange.of(
                    Long.parseLong(from),
                    Math.addExact(Math.subtractExact(Long.parseLong(to), Long.parseLong(from)), 1));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw wrong(text);
        }
    }

    private static CommandFailure wrong(String text) {
        return CommandFailure.usage(
                "not a range of bytes: " + text, "write --range 0-99, --range 1000- or --range=-500 (the last 500)");
    }
}
