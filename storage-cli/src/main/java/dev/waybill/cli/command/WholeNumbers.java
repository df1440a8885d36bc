package dev.waybill.cli.command;

import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Options that take a number, and say in plain words where they are given none. Picocli says that it is no `int`.
final class WholeNumbers {
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

    private WholeNumbers() {}

    /// Has all commands behind a command line say so.
    static CommandLine inPlainWords(CommandLine line) {
        ITypeConverter<Integer> small = text -> read(text, Integer::valueOf);
        ITypeConverter<Long> large = text -> read(text, Long::valueOf);
        return line.registerConverter(int.class, small)
                .registerConverter(Integer.class, small)
                .registerConverter(long.class, large)
                .registerConverter(Long.class, large);
    }

    private static <T> T read(String text, Function<String, T> reading) {
        try {
            return reading.apply(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' " + problem(text));
        }
    }

    private static String problem(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return "is not a whole number";
        }
        return text.startsWith("-") ? "is too small a number" : "is too large a number";
    }
}
