package dev.waybill.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.port.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncFilterTest {
    private static List<String> passing(SyncOptions options, Map<String, String> ignoreFiles, String... keys) {
        var filter = new SyncFilter(options, folder -> Optional.ofNullable(ignoreFiles.get(folder)));
        return List.of(keys).stream()
                .filter(key -> filter.passes(ObjectKey.of(key)))
                .toList();
    }

    private static List<String> passing(Map<String, String> ignoreFiles, String... keys) {
        return passing(SyncOptions.DEFAULT, ignoreFiles, keys);
    }

    @Test
    void without_rules_everything_passes_but_our_own_state() {
        assertThat(passing(Map.of(), ".waybill/state.db", ".waybillignore", "a/.waybill/x", "a/b", "waybill"))
                .containsExactly(".waybillignore", "a/b", "waybill");
    }

    @Test
    void a_pattern_matches_in_every_folder_unless_a_slash_binds_it() {
        assertThat(passing(
                        Map.of("", "*.tmp\n/build\ndocs/draft\n"),
                        "a.tmp",
                        "build",
                        "docs/draft",
                        "x/a.tmp",
                        "x/build"))
                .containsExactly("x/build");
    }

    @Test
    void a_pattern_that_ends_in_a_slash_matches_folders_only() {
        assertThat(passing(Map.of("", "out/\n"), "a/out", "b/out/x", "out/y")).containsExactly("a/out");
    }

    @Test
    void the_last_rule_that_matches_decides_and_takes_back() {
        assertThat(passing(Map.of("", "*.log\n!keep.log\n"), "a.log", "b/keep.log", "keep.log"))
                .containsExactly("b/keep.log", "keep.log");
    }

    @Test
    void what_lies_in_an_ignored_folder_cannot_be_taken_back() {
        assertThat(passing(Map.of("", "out/\n!out/keep\n", "out/", "!*\n"), "out/keep", "out/x"))
                .isEmpty();
    }

    @Test
    void a_nearer_ignore_file_goes_before_those_above_and_holds_in_its_folder_only() {
        assertThat(passing(Map.of("", "*.bin\n", "a/", "!*.bin\n*.txt\n"), "a/x.bin", "a/x.txt", "b/x.bin", "b/x.txt"))
                .containsExactly("a/x.bin", "b/x.txt");
    }

    @Test
    void rules_may_have_comments_blank_lines_a_byte_order_mark_and_other_line_ends() {
        assertThat(passing(Map.of("", "\uFEFF*.tmp\r\n\r\n# *.txt\r\n\\#x\r\n"), "#x", "a.tmp", "a.txt"))
                .containsExactly("a.txt");
    }

    @Test
    void two_stars_reach_over_folders() {
        assertThat(passing(Map.of("", "a/**/z\n"), "a/b/c/z", "a/z", "b/z")).containsExactly("b/z");
    }

    @Test
    void excluded_patterns_go_before_included_ones() {
        SyncOptions options = SyncOptions.DEFAULT
                .withInclude(List.of("data/", "*.md"))
                .withExclude(List.of("*.tmp", "!data/keep.tmp"));

        assertThat(passing(
                        options,
                        Map.of(),
                        "README.md",
                        "data/a",
                        "data/b.tmp",
                        "data/keep.tmp",
                        "src/main.c",
                        "x/y.md"))
                .containsExactly("README.md", "data/a", "data/keep.tmp", "x/y.md");
    }

    @Test
    void the_folders_of_neighbouring_names_are_told_apart() {
        assertThat(passing(Map.of("a/", "x\n"), "a-b/x", "a/x", "a/y", "a0/x", "b/a/x"))
                .containsExactly("a-b/x", "a/y", "a0/x", "b/a/x");
    }

    @Test
    void each_folder_is_asked_for_its_rules_once() {
        var asked = new ArrayList<String>();
        var filter = new SyncFilter(SyncOptions.DEFAULT, folder -> {
            asked.add(folder);
            return folder.isEmpty() ? Optional.of("skipped/\n") : Optional.empty();
        });
        for (String key : List.of("a/1", "a/2", "a/b/3", "a/b/4", "skipped/5", "z")) {
            filter.passes(ObjectKey.of(key));
        }

        assertThat(asked).containsExactly("", "a/", "a/b/");
    }

    @Test
    void a_pattern_that_is_none_is_refused_by_name() {
        assertThatThrownBy(() -> SyncOptions.DEFAULT.withExclude(List.of("*.tmp", "a[")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"a[\"");
        assertThatThrownBy(() -> SyncOptions.DEFAULT.withInclude(List.of(" ")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_line_of_an_ignore_file_that_is_no_pattern_is_refused_by_file_and_number() {
        assertThatThrownBy(() -> passing(Map.of("a/", "ok\n\nb[\n"), "a/x"))
                .isInstanceOf(SyncRefused.BadIgnoreFile.class)
                .hasMessageContaining("a/.waybillignore, line 3")
                .hasMessageContaining("\"b[\"");
    }
}
