package dev.waybill.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.cli.CommandRun;
import dev.waybill.cli.GeneratedPages;
import dev.waybill.cli.run.Surroundings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What `--help` says, and the pages made of it.
class HelpPagesTest {
    @TempDir
    private Path folder;

    static List<String> commands() {
        List<String> names = new ArrayList<>();
        collect(Commands.all(Surroundings.ofProcess()), "", names);
        return names;
    }

    private static void collect(CommandLine command, String above, List<String> names) {
        command.getSubcommands().forEach((name, sub) -> {
            if (!name.equals("help")) {
                names.add((above + " " + name).strip());
                collect(sub, above + " " + name, names);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_has_help_with_examples_and_a_page(String command) {
        var arguments = new ArrayList<>(List.of(command.split(" ", -1)));
        arguments.add("--help");
        var help = CommandRun.in(folder).run(arguments.toArray(String[]::new));

        assertThat(help.status()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .contains("Usage: waybill " + command)
                .contains("Examples:")
                .contains("--help");
        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        String page = "# waybill " + command + "\n\n```\n" + help.out().replace(System.lineSeparator(), "\n") + "```\n";
        GeneratedPages.check("cli/" + command.replace(' ', '-') + ".md", page);
    }

    @Test
    void the_page_of_the_command_lists_all_others() {
        var help = CommandRun.in(folder).run("--help");
        assertThat(help.status()).isZero();
        var page = new StringBuilder("# waybill\n\n```\n" + help.out() + "```\n\n");
        page.append("Made from `--help` by `HelpPagesTest`; exit codes are in [exit-codes.md](../exit-codes.md).\n\n");
        for (String command : commands()) {
            assertThat(help.out()).contains(command.split(" ", -1)[0]);
            page.append("- [waybill %s](%s.md)%n".formatted(command, command.replace(' ', '-')));
        }
        GeneratedPages.check("cli/README.md", page.toString());
    }

    @Test
    void help_of_a_command_can_be_asked_for_in_two_ways() {
        var first = CommandRun.in(folder).run("ls", "--help");
        var second = CommandRun.in(folder).run("help", "ls");
        assertThat(second.status()).isZero();
        assertThat(second.out()).isEqualTo(first.out());
    }

    @Test
    void no_command_at_all_is_a_misuse() {
        var run = CommandRun.in(folder).run();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("no command was given").contains("--help");
    }

    @Test
    void a_mistyped_command_gets_the_nearest_one_named() {
        var run = CommandRun.in(folder).run("pusj");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("pusj").contains("did you mean").contains("push");
    }

    @Test
    void the_version_is_one_line() {
        var run = CommandRun.in(folder).run("--version");
        assertThat(run.status()).isZero();
        assertThat(run.lines()).singleElement().asString().startsWith("waybill ");
        assertThat(CommandRun.in(folder).run("-V").out()).isEqualTo(run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completion_knows_every_command(String shell) {
        var run = CommandRun.in(folder).run("completion", shell);
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("complete -F")
                .contains("push")
                .contains("--force-delete")
                .contains("\"skip\" \"follow\" \"error\"")
                .doesNotContain("\"SKIP\"");
        assertThat(run.out().startsWith("autoload -U +X compinit")).isEqualTo(shell.equals("zsh"));
    }

    @ParameterizedTest
    @CsvSource({
        "'push --links none', 'skip, follow, error'",
        "'push --names none', 'error, skip, rename'",
        "'push --compare none', 'auto, checksum, size'",
        "'artifact ls --output none', 'text, json'",
        "'completion none', 'bash, zsh'"
    })
    void a_value_that_is_none_of_a_few_has_them_named_as_they_are_documented(String typed, String values) {
        var run = CommandRun.in(folder).run(typed.split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("'none' is none of " + values);
    }

    @Test
    void a_value_of_a_few_is_typed_in_either_case() {
        assertThat(CommandRun.in(folder).run("completion", "BASH").out())
                .isEqualTo(CommandRun.in(folder).run("completion", "bash").out());
    }
}
