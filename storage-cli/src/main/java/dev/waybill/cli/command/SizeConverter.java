package dev.waybill.cli.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a number of bytes: `4096`, `64KiB`, `16MiB`, `1GiB`.
public final class SizeConverter implements ITypeConverter<Long> {
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})(KiB|MiB|GiB)?");

    @Override
    public Long convert(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new TypeConversionException(
                    "not a size: " + text + "; it is written as a whole number with KiB, MiB or GiB, as 16MiB");
        }
        long number = Long.parseLong(size.group(1));
        return switch (size.group(2)) {
            case "KiB" -> number << 10;
            case "MiB" -> number << 20;
            case "GiB" -> number << 30;
            case null, default -> number;
        };
    }
}
