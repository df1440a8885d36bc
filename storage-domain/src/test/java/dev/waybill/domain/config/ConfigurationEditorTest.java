package dev.waybill.domain.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationEditorTest {
    private static final String WHOLE = """
            # what we work on
            storage: ./data   # big

            remote: prod      # used where none is named
            remotes:
              # the team's
              prod: { provider: memory, bucket: team,
                      parts: 4 }

              dev:
                provider: memory   # mine
                bucket: mine
                # token: later

            # what takes part
            sync:
              exclude: [tmp/]
            """;

    @TempDir
    Path temporary;

    private Path file;
    private ConfigurationFixture fixture;

    @BeforeEach
    void make_a_folder() throws IOException {
        Path folder = temporary.toRealPath();
        file = folder.resolve("waybill.yaml");
        fixture = new ConfigurationFixture(folder);
    }

    private ConfigurationEditor editor() {
        return new ConfigurationEditor(List.of(fixture.memory, fixture.other), fixture.environment);
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private String text() throws IOException {
        return Files.readString(file);
    }

    @Test
    void a_remote_is_added_behind_the_others_and_all_else_stays() throws IOException {
        write(WHOLE);

        editor().add(file, "lab", "memory://bucket", Map.of("color", "dark-blue"));

        assertThat(text()).isEqualTo(WHOLE.replace("""
                    # token: later
                """, """
                    # token: later
                  lab:
                    provider: memory
                    bucket: bucket
                    color: dark-blue
                """));
        assertThat(fixture.read().remotes()).containsOnlyKeys("prod", "dev", "lab");
    }

    @Test
    void a_remote_is_removed_with_its_lines_and_all_else_stays() throws IOException {
        write(WHOLE);

        editor().remove(file, "dev");

        assertThat(text()).isEqualTo(WHOLE.replace("""
                  dev:
                    provider: memory   # mine
                    bucket: mine
                    # token: later
                """, ""));
    }

    @Test
    void the_remote_that_is_used_where_none_is_named_goes_with_that_it_is() throws IOException {
        write(WHOLE);
        assertThat(editor().presence(file, "prod")).isEqualTo(ConfigurationEditor.Presence.DEFAULT);
        assertThat(editor().presence(file, "dev")).isEqualTo(ConfigurationEditor.Presence.PRESENT);
        assertThat(editor().presence(file, "lab")).isEqualTo(ConfigurationEditor.Presence.ABSENT);

        editor().remove(file, "prod");

        assertThat(text())
                .isEqualTo(WHOLE.replace("""
                  prod: { provider: memory, bucket: team,
                          parts: 4 }
                """, "").replace("remote: prod      # used where none is named\n", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing yet\n",
                "storage: ./data\n",
                "storage: ./data",
                "remotes:\n",
                "remotes:   # none yet\n  # dev: { provider: memory }\nstorage: ./data\n",
                "remotes:\r\n    dev:\r\n        provider: memory\r\n        bucket: mine\r\nstorage: data\r\n",
                "remotes:\n  dev: {provider: memory, bucket: mine}\n",
                "---\nremotes:\n  dev:\n    provider: memory\n    bucket: |\n      mine\n  # the end\n"
            })
    void what_was_added_can_be_removed_again(String before) throws IOException {
        write(before);

        editor().add(file, "lab", "memory://bucket", Map.of("prefix", "a: \"b\" # c\\d", "parts", "3"));
        RemoteConfiguration added = fixture.read().remote("lab");
        assertThat(added.shown()).containsEntry("prefix", "a: \"b\" # c\\d").containsEntry("parts", "3");
        editor().remove(file, "lab");

        assertThat(text()).startsWith(before.strip());
        assertThat(fixture.read().remotes()).doesNotContainKey("lab");
    }

    @Test
    void a_file_is_made_where_there_is_none() {
        Path other = file.resolveSibling("a/b/waybill.yaml");

        editor().add(other, "lab", "memory://bucket", Map.of());

        assertThat(other).hasContent("""
                remotes:
                  lab:
                    provider: memory
                    bucket: bucket
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "remotes: { dev: { provider: memory, bucket: mine } }\n",
                "{remotes: {dev: {provider: memory, bucket: mine}}}\n",
                "remotes: {}\n",
                "remotes:\n  {dev: {provider: memory, bucket: mine}}\n",
                "  storage: ./data\n"
            })
    void what_is_written_in_another_way_is_refused_and_left(String before) throws IOException {
        write(before);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> editor().add(file, "lab", "memory://bucket", Map.of()))
                .withMessageContaining("left as it is");
        assertThat(text()).isEqualTo(before);
        try (var files = Files.list(temporary)) {
            assertThat(files).containsExactly(temporary.resolve("waybill.yaml"));
        }
    }

    @Test
    void a_secret_is_not_written_and_not_shown() throws IOException {
        write(WHOLE);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> editor().add(file, "lab", "memory://bucket", Map.of("token", "hunter2")))
                .withMessageContaining("token=${env:NAME}")
                .withMessageNotContaining("hunter2");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> editor().add(file, "lab", "memory://me:hunter2@bucket", Map.of()))
                .withMessageNotContaining("hunter2");
        assertThat(text()).isEqualTo(WHOLE);

        editor().add(file, "lab", "memory://bucket", Map.of("token", "${env:TOKEN}"));
        assertThat(text()).contains("    token: \"${env:TOKEN}\"\n");
    }

    @Test
    void names_that_are_taken_or_none_and_settings_that_are_wrong_are_refused() throws IOException {
        write(WHOLE);

        for (String name : List.of("dev", "x", "a:b", "a\nb", "embedded", "")) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(() -> editor().add(file, name, "memory://bucket", Map.of()));
        }
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> editor().add(file, "lab", "memory://bucket", Map.of("colour", "red")))
                .withMessageContaining("unknown key \"colour\"");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> editor().add(file, "lab", "s3x://bucket", Map.of()))
                .withMessageContaining("known: ");
        assertThat(text()).isEqualTo(WHOLE);
    }

    @Test
    void a_file_that_is_wrong_is_named_with_its_line_and_left() throws IOException {
        write("remotes:\n  dev: { provider: memory }\n");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> editor().add(file, "lab", "memory://bucket", Map.of()))
                .withMessageContaining("waybill.yaml:2:");
        assertThat(text()).isEqualTo("remotes:\n  dev: { provider: memory }\n");
    }

    @Test
    void the_mode_of_the_file_stays_and_a_link_stays_one() throws IOException {
        Path real = Files.writeString(file.resolveSibling("real.yaml"), WHOLE);
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(file, real);

        editor().add(file, "lab", "memory://bucket", Map.of());

        assertThat(file).isSymbolicLink();
        assertThat(Files.readString(real)).contains("lab:");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void the_file_that_holds_in_a_folder_is_found_upwards() throws IOException {
        Path below = Files.createDirectories(file.resolveSibling("a/b"));
        assertThat(editor().fileOf(below, ConfigurationOverrides.NONE)).isEqualTo(below.resolve("waybill.yaml"));

        write(WHOLE);
        assertThat(editor().fileOf(below, ConfigurationOverrides.NONE)).isEqualTo(file);
        assertThat(editor().fileOfUser()).isEqualTo(fixture.folder.resolve("home/.config/waybill/waybill.yaml"));
    }
}
