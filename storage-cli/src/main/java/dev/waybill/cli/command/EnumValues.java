package dev.waybill.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/// The values of enums as they are documented: in lower case, and typed in either. Picocli tells them in capitals, to
/// those who mistype one and to shells that complete them.
final class EnumValues {
    private EnumValues() {}

    /// Has all commands behind a command line tell them so.
    static CommandLine inLowerCase(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        for (OptionSpec option : List.copyOf(spec.options())) {
            enumOf(option).ifPresent(type -> {
                spec.remove(option);
                spec.addOption(option.toBuilder()
                        .completionCandidates(names(type))
                        .converters(converter(type))
                        .build());
            });
        }
        for (PositionalParamSpec parameter : List.copyOf(spec.positionalParameters())) {
            enumOf(parameter).ifPresent(type -> {
                spec.remove(parameter);
                spec.addPositional(parameter.toBuilder()
                        .completionCandidates(names(type))
                        .converters(converter(type))
                        .build());
            });
        }
        line.getSubcommands().values().forEach(EnumValues::inLowerCase);
        return line;
    }

    private static Optional<Class<?>> enumOf(ArgSpec argument) {
        return Stream.concat(Stream.of(argument.type()), Arrays.stream(argument.auxiliaryTypes()))
                .filter(Class::isEnum)
                .findFirst();
    }

    private static ITypeConverter<Object> converter(Class<?> type) {
        return typed -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> name(constant).equalsIgnoreCase(typed))
                .findFirst()
                .orElseThrow(() ->
                        new TypeConversionException("'" + typed + "' is none of " + String.join(", ", names(type))));
    }

    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(EnumValues::name).toList();
    }

    private static String name(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }
}
