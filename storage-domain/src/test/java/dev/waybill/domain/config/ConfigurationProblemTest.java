package dev.waybill.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationProblemTest {
    @TempDir
    Path temporary;

    private Path folder;
    private ConfigurationFixture fixture;

    @BeforeEach
    void make_a_folder() throws IOException {
        folder = temporary.toRealPath();
        fixture = new ConfigurationFixture(folder);
    }

    @Test
    void all_problems_come_at_once_in_the_order_of_their_lines() {
        fixture.write(
                "storagee: ./data",
                "remote: prod",
                "remotes:",
                "  prodd: { provider: memory, buckt: b }",
                "  two:",
                "    provider: memori",
                "    bucket: x",
                "  three:",
                "    bucket: x",
                "  four:",
                "    provider: memory",
                "    bucket: b",
                "    parts: 99",
                "    timeout: soon",
                "    color: blue",
                "    bucket: c",
                "sync:",
                "  transfers: many",
                "  colour: red");

        assertThat(fixture.problems())
                .containsExactly(
                        "1:1: unknown key \"storagee\"; did you mean \"storage\"?",
                        "2:9: no remote is called \"prod\"; did you mean \"prodd\"?",
                        "4:3: the key \"bucket\" is needed: The bucket",
                        "4:37: unknown key \"buckt\" of the provider memory; did you mean \"bucket\"?",
                        "6:15: unknown provider \"memori\"; known: memory, other",
                        "8:3: the remote three needs a provider; known: memory, other",
                        "13:12: \"parts\" must be a whole number from 1 to 16",
                        "14:14: \"timeout\" must be a duration like 30s, 500ms, 2m or 1h",
                        "15:12: \"color\" must be one of red, dark-blue",
                        "16:5: the key \"bucket\" stands here a second time",
                        "18:14: \"transfers\" must be a whole number from 1 to 256",
                        "19:3: unknown key \"sync.colour\"; known: compare, exclude, historyDays, historyRuns, include, keep,"
                                + " links, names, transfers");
    }

    @Test
    void what_names_documents_of_metadata_must_be_patterns() {
        fixture.write(
                "remotes:",
                "  aa: { provider: memory, bucket: b, metadataInclude: \"*.json, a[,/\", metadataExclude: \"\" }");

        assertThat(fixture.problems())
                .containsExactly(
                        "2:55: \"metadataInclude\": not a pattern: \"a[\": it must be one in gitignore syntax,"
                                + " such as *.tmp, /build/ or !keep.tmp",
                        "2:55: \"metadataInclude\": not a pattern: \"/\": it must be one in gitignore syntax,"
                                + " such as *.tmp, /build/ or !keep.tmp",
                        "2:88: \"metadataExclude\": not a pattern: \"\": it must be one in gitignore syntax,"
                                + " such as *.tmp, /build/ or !keep.tmp");
    }

    @Test
    void patterns_in_a_list_are_single_values_and_patterns() {
        fixture.write(
                "remotes:",
                "  aa:",
                "    provider: memory",
                "    bucket: b",
                "    metadataInclude: [a/, [b]]",
                "    metadataExclude: [\"c[\"]");

        assertThat(fixture.problems())
                .containsExactly(
                        "5:27: a pattern of \"metadataInclude\" must be a single value, not a list",
                        "6:22: \"metadataExclude\": not a pattern: \"c[\": it must be one in gitignore syntax,"
                                + " such as *.tmp, /build/ or !keep.tmp");
    }

    @Test
    void names_in_a_list_are_single_values_and_other_keys_have_no_list() {
        fixture.write("remotes:", "  aa: { provider: memory, bucket: [b], words: [one, [two]] }");

        assertThat(fixture.problems())
                .contains(
                        "2:35: \"bucket\" must be a single value, not a list",
                        "2:53: a name of \"words\" must be a single value, not a list");
    }

    @Test
    void what_a_remote_is_to_do_without_must_be_something_that_stores_can_do() {
        fixture.write("remotes:", "  aa: { provider: memory, bucket: b, without: \"put-if-match, put-if-abset\" }");

        assertThat(fixture.problems())
                .containsExactly("2:47: \"put-if-abset\" in \"without\" is nothing that a store can do; "
                        + "did you mean \"put-if-absent\"?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "partSize  | 8 MB         | 3:49: \"partSize\" must be a size like 8 MiB, from 1 KiB to 1 GiB",
                "partSize  | 2 GiB        | 3:49: \"partSize\" must be a size like 8 MiB, from 1 KiB to 1 GiB",
                "strict    | maybe        | 3:47: \"strict\" must be yes or no",
                "parts     | 1.5          | 3:46: \"parts\" must be a whole number from 1 to 16",
                "prefix    | a/../b       | 3:47: \"prefix\" is not a prefix that keys can have: not a key prefix: \"a/../b/\": it has the segment ..",
                "endpoint  | host:80      | 3:49: \"endpoint\" must be a URL with a host and without user or password, like https://storage.example:9000",
                "endpoint  | http://u:p@h | 3:49: \"endpoint\" must be a URL with a host and without user or password, like https://storage.example:9000",
                "bucket2   | x            | 3:48: unknown key \"bucket2\" of the provider memory; did you mean \"bucket\"?",
                "parts     | [1]          | 3:46: \"parts\" must be a single value, not a list",
                "parts     | {a: 1}       | 3:46: \"parts\" must be a single value, not a group of keys",
                "parts     |              | 3:45: \"parts\" has no value; give one or leave the key out",
                "token     | \"\"         | 3:46: \"token\" is empty; leave the key out or give its value",
            })
    void a_value_that_does_not_fit_is_refused_with_its_place_and_the_rule(String key, String value, String problem) {
        fixture.write(
                "remotes:",
                "  ",
                "  one: { provider: memory, bucket: b, " + key + ": " + (value == null ? "" : value) + " }");

        assertThat(fixture.problems()).containsExactly(problem);
    }

    @Test
    void values_that_fit_reach_the_provider() {
        fixture.write(
                "remotes:",
                "  one:",
                "    provider: memory",
                "    bucket: 0123",
                "    prefix: a/b",
                "    endpoint: 'http://127.0.0.1:9000'",
                "    token: s3cret",
                "    parts: 16",
                "    partSize: 16 MiB",
                "    timeout: 500ms",
                "    strict: false",
                "    color: dark-blue");

        fixture.read();

        assertThat(fixture.memory.lastRead().toString())
                .isEqualTo("Read[bucket=0123, prefix=a/b/, endpoint=Optional[http://127.0.0.1:9000], "
                        + "token=Optional[***], root=/, parts=16, partSize=16777216, timeout=PT0.5S, strict=false, "
                        + "color=DARK_BLUE]");
    }

    @ParameterizedTest
    @CsvSource({"yes, true", "true, true", "no, false", "false, false"})
    void a_flag_is_written_as_yes_or_no_or_as_true_or_false(String written, boolean read) {
        fixture.write("remotes:", "  one: { provider: memory, bucket: b, strict: " + written + " }");

        fixture.read();

        assertThat(fixture.memory.lastRead().strict()).isEqualTo(read);
    }

    @Test
    void a_list_where_there_is_no_such_key_is_told_of_by_its_key_and_one_where_there_is_by_its_kind() {
        fixture.write("remotes:", "  one:", "    provider: memory", "    bucket: [b]", "    buckt: [b]");

        assertThat(fixture.problems())
                .containsExactly(
                        "2:3: the key \"bucket\" is needed: The bucket",
                        "4:13: \"bucket\" must be a single value, not a list",
                        "5:12: unknown key \"buckt\" of the provider memory; did you mean \"bucket\"?");
    }

    @Test
    void what_a_provider_finds_wrong_has_the_place_of_the_key() {
        fixture.write("remotes:", "  one:", "    provider: memory", "    bucket: forbidden");

        assertThat(fixture.problems()).containsExactly("4:13: \"bucket\" must not be forbidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "a b", "a:b", "-x", "a/b", "é é"})
    void a_name_that_could_be_taken_for_something_else_is_refused(String name) {
        fixture.write("remotes:", "  \"" + name + "\": { provider: memory, bucket: b }");

        assertThat(fixture.problems())
                .singleElement()
                .asString()
                .startsWith("2:3: \"" + name + "\" cannot name a remote");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a:\n\tb: 1'               | 2:1: not YAML: found character '\\t(TAB)' that cannot start any token",
                "'remote: [a, b'            | 2:1: not YAML",
                "'remote: \"x'              | 2:1: not YAML",
                "'remote: s3cret: x'        | 1:15: not YAML: mapping values are not allowed here",
                "'a: &x 1\nremote: *x'      | 2:9: an alias (*) is not supported",
                "'- remote'                 | 1:1: the configuration must be a group of keys, not a list",
                "'remote'                   | 1:1: the configuration must be a group of keys, not a single value",
                "'remote: a://b\n---\nx: 1' | 3:1: a second document begins here",
                "'a: 1\nb: \u0001s3cret'     | 2:4: not YAML: special characters are not allowed",
                "'a: &\nb: s3cret'          | 1:5: not YAML: unexpected character found (10)",
                "'? [s3cret]\n: x'          | 1:3: not the YAML of a configuration",
                "'remotes: [a]'             | 1:10: \"remotes\" must be a group of keys, not a list",
                "'remotes: {aa: 1}'         | 1:15: the remote aa must be a group of keys, not a single value",
            })
    void broken_yaml_is_a_problem_with_its_line(String text, String problem) {
        fixture.write(text);

        assertThat(fixture.problems()).anySatisfy(found -> assertThat(found).startsWith(problem));
        assertThat(fixture.problems().toString()).doesNotContain("s3cret");
    }

    @Test
    void a_document_that_would_grow_from_its_aliases_does_not() {
        var lines = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            lines.append(
                    "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1, i - 1));
        }
        fixture.write(lines.toString());

        assertThat(fixture.problems()).hasSizeLessThan(300).anyMatch(found -> found.contains("alias"));
    }

    @Test
    void what_is_nested_without_end_is_one_problem() {
        fixture.write("a: " + "[".repeat(100_000));

        assertThat(fixture.problems()).containsExactly("1:11: nested deeper than any configuration is");
    }

    @Test
    void a_huge_file_is_one_problem() throws IOException {
        Files.write(folder.resolve("waybill.yaml"), new byte[(1 << 20) + 1]);

        assertThat(fixture.problems()).singleElement().asString().contains("larger than 1 MiB");
    }

    @Test
    void bytes_that_are_no_text_are_one_problem_with_its_line() throws IOException {
        Files.write(folder.resolve("waybill.yaml"), new byte[] {'a', ':', ' ', '1', '\n', 'b', (byte) 0xFF});

        assertThat(fixture.problems()).containsExactly("2:2: not UTF-8 text");
    }

    @Test
    void a_control_character_is_a_problem() {
        fixture.write("remote: \0");

        assertThat(fixture.problems()).singleElement().asString().contains("special characters are not allowed");
    }

    @Test
    void the_exception_holds_every_problem_and_says_them_all() {
        fixture.write("one: 1", "two: 2");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(fixture::read)
                .withMessageContaining("1:1: unknown key \"one\"")
                .withMessageContaining("2:1: unknown key \"two\"")
                .extracting(ConfigurationException::problems)
                .asInstanceOf(list(ConfigurationProblem.class))
                .hasSize(2)
                .allMatch(problem ->
                        problem.file().equals(folder.resolve("waybill.yaml").toString()));
    }
}
