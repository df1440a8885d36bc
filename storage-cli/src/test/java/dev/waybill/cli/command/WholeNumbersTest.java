package dev.waybill.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import dev.waybill.cli.run.Surroundings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// What is said where an option takes a number and is given none.
class WholeNumbersTest {
    @TempDir
    private Path folder;

    /// An option of a command that takes a number as such.
    ///
    /// @param command the words that name the command
    record Numeric(List<String> command, String option) {
        String[] with(String value) {
            return Stream.concat(command.stream(), Stream.of(option + "=" + value))
                    .toArray(String[]::new);
        }

        @Override
        public String toString() {
            return String.join(" ", command) + " " + option;
        }
    }

    static List<Numeric> options() {
        List<Numeric> found = new ArrayList<>();
        collect(Commands.all(Surroundings.ofProcess()), List.of(), found);
        return found;
    }

    private static void collect(CommandLine line, List<String> names, List<Numeric> found) {
        for (OptionSpec option : line.getCommandSpec().options()) {
            boolean readByItself = option.converters().length > 0;
            if (!readByItself
                    && (isNumber(option.type())
                            || Stream.of(option.auxiliaryTypes()).anyMatch(WholeNumbersTest::isNumber))) {
                found.add(new Numeric(names, option.longestName()));
            }
        }
        line.getSubcommands().forEach((name, sub) -> {
            var all = new ArrayList<>(names);
            all.add(name);
            collect(sub, List.copyOf(all), found);
        });
    }

    private static boolean isNumber(Class<?> type) {
        return Number.class.isAssignableFrom(type)
                || (type.isPrimitive() && type != boolean.class && type != char.class);
    }

    @Test
    void there_are_such_options() {
        assertThat(options()).map(Numeric::toString).contains("push --transfers", "push --max-delete", "du --depth");
    }

    @ParameterizedTest
    @MethodSource("options")
    void every_option_that_takes_a_number_says_so_in_plain_words(Numeric option) {
        var run = CommandRun.in(folder).run(option.with("many"));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("'" + option.option() + "'").contains("'many' is not a whole number");
    }

    @ParameterizedTest
    @CsvSource({
        "2147483648, is too large a number",
        "-2147483649, is too small a number",
        "1.5, is not a whole number",
        "+, is not a whole number",
        "'', is not a whole number"
    })
    void a_number_that_cannot_be_taken_is_told_with_the_reason(String value, String reason) {
        var run = CommandRun.in(folder).run("push", "--transfers=" + value);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("'--transfers'").contains("'" + value + "' " + reason);
    }
}
