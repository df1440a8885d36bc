package dev.waybill.cli.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads an age: `90s`, `30m`, `12h`, `7d`.
public final class AgeConverter implements ITypeConverter<Duration> {
    private static final Pattern AGE = Pattern.compile("([0-9]{1,9})([smhd])");

    @Override
    public Duration convert(String text) {
        Matcher age = AGE.matcher(text);
        if (!age.matches()) {
            throw new TypeConversionException("not an age: " + text + "; it is written as 90s, 30m, 12h or 7d");
        }
        long number = Long.parseLong(age.group(1));
        return switch (age.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
