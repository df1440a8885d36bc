package dev.waybill.cli.command;

import dev.waybill.domain.layer.RateSchedule;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads how much a second is allowed: `10M`, or by the time of the day, in the manner of rclone's `--bwlimit`:
/// `08:00,1M 19:00,off`.
abstract class RateConverter implements ITypeConverter<RateSchedule> {
    private static final String OFF = "off";

    private final Pattern amount;
    private final String rule;

    private RateConverter(String amount, String rule) {
        this.amount = Pattern.compile(amount);
        this.rule = rule;
    }

    /// Bytes a second; K, M and G are binary.
    static final class OfBytes extends RateConverter {
        OfBytes() {
            super("([1-9][0-9]{0,8})([KMG])(?:iB)?(?:/s)?", "a whole number with K, M or G, as 10M, or off");
        }
    }

    /// Requests a second.
    static final class OfRequests extends RateConverter {
        OfRequests() {
            super("([1-9][0-9]{0,8})()(?:/s)?", "a whole number, as 50/s, or off");
        }
    }

    @Override
    public RateSchedule convert(String text) {
        if (!text.contains(",")) {
            OptionalLong always = amount(text, text);
            return always.isPresent() ? RateSchedule.always(always.getAsLong()) : RateSchedule.UNBOUNDED;
        }
        var from = new TreeMap<LocalTime, OptionalLong>();
        for (String entry : text.strip().split("\\s+", -1)) {
            String[] parts = entry.split(",", -1);
            if (parts.length != 2 || from.put(time(parts[0], text), amount(parts[1], text)) != null) {
                throw refused(text);
            }
        }
        return new RateSchedule(from);
    }

    private LocalTime time(String time, String text) {
        try {
            return LocalTime.parse(time);
        } catch (DateTimeParseException e) {
            throw refused(text);
        }
    }

    private OptionalLong amount(String number, String text) {
        if (number.equals(OFF)) {
            return OptionalLong.empty();
        }
        Matcher matcher = amount.matcher(number);
        if (!matcher.matches()) {
            throw refused(text);
        }
        long count = Long.parseLong(matcher.group(1));
        return OptionalLong.of(
                switch (matcher.group(2)) {
                    case "K" -> count << 10;
                    case "M" -> count << 20;
                    case "G" -> count << 30;
                    case null, default -> count;
                });
    }

    private TypeConversionException refused(String text) {
        return new TypeConversionException("not a rate: " + text + "; it is " + rule
                + ", or several by the time of the day, each time once, as '08:00,… 19:00,off'");
    }
}
