package dev.waybill.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.domain.sync.CompareMode;
import dev.waybill.port.StoreId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReaderTest {
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
    void patterns_of_metadata_are_a_list_or_one_value_and_may_have_commas() {
        fixture.write(
                "remotes:",
                "  list:",
                "    provider: memory",
                "    bucket: b",
                "    metadataInclude: [\"a,b/\", c/]",
                "    metadataExclude: []",
                "  one: { provider: memory, bucket: b, metadataInclude: 'a\\,b/, c/' }");

        WaybillConfiguration read = fixture.read();

        assertThat(read.remote("list").metadata().include()).containsExactly("a,b/", "c/");
        assertThat(read.remote("list").metadata().exclude()).isEmpty();
        assertThat(read.remote("one").metadata()).isEqualTo(read.remote("list").metadata());
        assertThat(read.remote("list").shown()).containsEntry("metadataInclude", "a\\,b/,c/");
    }

    @Test
    void names_of_a_provider_are_a_list_or_one_value() {
        fixture.write(
                "remotes:",
                "  list: { provider: memory, bucket: b, words: [one, ' two', \"${env:HOME}\"] }",
                "  text: { provider: memory, bucket: b, words: \"one, two\" }",
                "  empty: { provider: memory, bucket: b, words: [] }");

        WaybillConfiguration read = fixture.read();

        assertThat(read.remote("list").shown()).containsEntry("words", "one, two,${env:HOME}");
        assertThat(read.remote("text").shown()).containsEntry("words", "one, two");
        assertThat(read.remote("empty").shown()).doesNotContainKey("words");
    }

    @Test
    void a_whole_file_is_read() {
        fixture.write(
                "storage: ./data",
                "remote: prod",
                "remotes:",
                "  prod: { provider: memory, bucket: team, parts: 4 }",
                "  dev:",
                "    provider: memory",
                "    bucket: mine",
                "sync:",
                "  include: ['*.csv', '*.bin']",
                "  exclude: tmp/",
                "  links: follow",
                "  compare: checksum",
                "  transfers: 12");

        WaybillConfiguration read = fixture.read();

        assertThat(read.file()).contains(folder.resolve("waybill.yaml"));
        assertThat(read.storage()).contains(folder.resolve("data"));
        assertThat(read.remote()).isEqualTo("prod");
        assertThat(read.remotes()).containsOnlyKeys("prod", "dev");
        assertThat(read.remote("prod").store().store()).isEqualTo(new StoreId("memory", "team"));
        assertThat(read.sync().include()).containsExactly("*.csv", "*.bin");
        assertThat(read.sync().exclude()).containsExactly("tmp/");
        assertThat(read.sync().links()).contains(SyncDefaults.Links.FOLLOW);
        assertThat(read.sync().compare()).contains(CompareMode.CHECKSUM);
        assertThat(read.sync().transfers()).isEqualTo(OptionalInt.of(12));
        assertThat(read.warnings()).isEmpty();
        assertThat(read.problems()).isEmpty();
    }

    @Test
    void a_tilde_alone_is_the_home_folder_and_no_value_only_what_yaml_calls_null() {
        fixture.write("storage: ~");
        assertThat(fixture.read().storage()).contains(folder.resolve("home"));
        for (String text : List.of("'null'", "\"\\x6eull\"", "!!str null")) {
            fixture.write("storage: " + text);
            assertThat(fixture.read().storage()).as(text).contains(folder.resolve("null"));
        }
        for (String nothing : List.of("", "null", "Null", "NULL")) {
            fixture.write("storage: " + nothing);
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> fixture.read())
                    .withMessageContaining("\"storage\" has no value");
        }
    }

    @Test
    void where_contents_are_kept_and_how_many_is_read() {
        fixture.write("cache:", "  folder: kept", "  size: 3 GiB");
        CacheDefaults read = fixture.read().cache();
        assertThat(read.folder()).contains(folder.resolve("kept"));
        assertThat(read.size()).isEqualTo(OptionalLong.of(3L << 30));

        fixture.write("cache: { size: 3 GB, foldr: kept }");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> fixture.read())
                .withMessageContaining("\"size\" must be a size like 8 MiB, from 0 B to 1024 TiB")
                .withMessageContaining("unknown key \"cache.foldr\"");
    }

    @Test
    void the_file_is_looked_for_in_the_parents() throws IOException {
        fixture.write("remote: 'memory://team'");
        Path below = Files.createDirectories(folder.resolve("a/b"));

        WaybillConfiguration read = fixture.reader().read(below);

        assertThat(read.file()).contains(folder.resolve("waybill.yaml"));
        assertThat(read.remote()).isEqualTo("memory://team");
    }

    @Test
    void the_users_file_is_read_where_no_other_is() {
        fixture.environment.put("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
        fixture.writeTo("xdg/waybill/waybill.yaml", "remote: memory://user");
        assertThat(fixture.read().remote()).isEqualTo("memory://user");

        fixture.write("remote: memory://here");
        assertThat(fixture.read().remote()).isEqualTo("memory://here");
    }

    @Test
    void the_users_file_lies_in_the_home_folder_by_default() {
        fixture.writeTo("home/.config/waybill/waybill.yaml", "remote: memory://home");

        assertThat(fixture.read().remote()).isEqualTo("memory://home");
    }

    @Test
    void a_folder_named_like_the_file_is_passed_over() throws IOException {
        Path below = Files.createDirectories(folder.resolve("below"));
        Files.createDirectories(below.resolve("waybill.yaml"));
        fixture.write("remote: memory://team");

        assertThat(fixture.reader().read(below).remote()).isEqualTo("memory://team");
    }

    @Test
    void flags_go_before_environment_before_file() {
        fixture.write("storage: one", "remote: memory://one");
        fixture.writeTo("two.yaml", "storage: two", "remote: memory://two");
        fixture.environment.put("WAYBILL_REMOTE", "memory://variable");
        fixture.environment.put("WAYBILL_STORAGE", "variable");
        assertThat(fixture.read().remote()).isEqualTo("memory://variable");
        assertThat(fixture.read().storage()).contains(folder.resolve("variable"));

        var flags = ConfigurationOverrides.NONE
                .withRemote("memory://flag")
                .withStorage(Path.of("flag"))
                .withFile(Path.of("two.yaml"));
        WaybillConfiguration read = fixture.reader().read(folder, flags);

        assertThat(read.file()).contains(folder.resolve("two.yaml"));
        assertThat(read.remote()).isEqualTo("memory://flag");
        assertThat(read.storage()).contains(folder.resolve("flag"));
    }

    @Test
    void a_variable_names_the_file() {
        fixture.writeTo("named.yaml", "remote: memory://named");
        fixture.environment.put("WAYBILL_CONFIG", "named.yaml");

        assertThat(fixture.read().remote()).isEqualTo("memory://named");
    }

    @Test
    void a_named_file_that_is_not_there_is_a_problem() {
        fixture.environment.put("WAYBILL_CONFIG", "nowhere.yaml");

        assertThat(fixture.problems())
                .containsExactly("WAYBILL_CONFIG: there is no file " + folder.resolve("nowhere.yaml"));
    }

    @Test
    void the_nearest_storage_folder_is_taken_and_a_file_of_that_name_is_not() throws IOException {
        Files.createDirectories(folder.resolve("storage"));
        Path below = Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(folder.resolve("a/storage"), "a file");

        assertThat(fixture.reader().read(below).storage()).contains(folder.resolve("storage"));
    }

    @Test
    void relative_paths_count_from_the_file_and_those_with_a_tilde_from_home() {
        fixture.write("remotes:", "  one: { provider: memory, bucket: b, root: data/x }");
        fixture.read();
        assertThat(fixture.memory.lastRead().root()).isEqualTo(folder.resolve("data/x"));

        fixture.write("storage: ~/s", "remotes:", "  one: { provider: memory, bucket: b, root: ~/y }");
        WaybillConfiguration read = fixture.read();
        assertThat(fixture.memory.lastRead().root()).isEqualTo(folder.resolve("home/y"));
        assertThat(read.storage()).contains(folder.resolve("home/s"));
    }

    @Test
    void an_empty_file_and_groups_without_keys_are_no_problem() {
        assertThat(fixture.write("").read().remotes()).isEmpty();
        assertThat(fixture.write("remotes:", "#  one: {}", "sync:").read().remotes())
                .isEmpty();
    }

    @Test
    void a_remote_that_is_not_configured_is_refused_naming_the_nearest() {
        fixture.write("remotes:", "  prod: { provider: memory, bucket: b }");
        WaybillConfiguration read = fixture.read();

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> read.remote("prodd"))
                .withMessageContaining("no remote is called \"prodd\"; did you mean \"prod\"?");
        fixture.environment.put("WAYBILL_REMOTE", "pord");
        assertThat(fixture.problems())
                .containsExactly("WAYBILL_REMOTE: no remote is called \"pord\"; did you mean \"prod\"?");
    }
}
