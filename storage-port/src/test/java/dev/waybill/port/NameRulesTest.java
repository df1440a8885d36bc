package dev.waybill.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class NameRulesTest {
    private static NameRules with(NameTrait... traits) {
        return NameRules.ANY.withTraits(Set.of(traits));
    }

    @Test
    void without_rules_every_key_is_held_and_equals_itself_alone() {
        for (String key : List.of("a:b", "con", "a.", "a ", "x".repeat(1024), "d/".repeat(511) + "x")) {
            assertThat(NameRules.ANY.violation(ObjectKey.of(key))).as(key).isEmpty();
            assertThat(NameRules.ANY.fold(key)).isEqualTo(key);
        }
        assertThat(NameRules.ANY.ignoresSpelling()).isFalse();
    }

    @Test
    void a_segment_is_measured_in_bytes_wherever_it_stands() {
        NameRules rules = NameRules.ANY.withMaxSegmentBytes(5);

        assertThat(rules.violation("abcde/éé1")).isEmpty();
        for (String key : List.of("abcdef", "a/abcdef/b", "ééé")) {
            assertThat(rules.violation(key))
                    .as(key)
                    .hasValueSatisfying(rule -> assertThat(rule).contains("5 bytes"));
        }
    }

    @Test
    void segments_are_counted() {
        NameRules rules = NameRules.ANY.withMaxSegments(3);

        assertThat(rules.violation("a/b/c")).isEmpty();
        assertThat(rules.violation("a/b/c/d")).contains("it has more than 3 segments");
    }

    @Test
    void a_forbidden_character_is_named() {
        NameRules rules = NameRules.ANY.withForbidden(":\uFFFF");

        assertThat(rules.violation("a/b:c"))
                .hasValueSatisfying(rule -> assertThat(rule).contains("a :"));
        assertThat(rules.violation("\uFFFF"))
                .hasValueSatisfying(rule -> assertThat(rule).contains("U+FFFF"));
    }

    @Test
    void what_ends_a_segment_may_be_forbidden() {
        assertThat(with(NameTrait.NO_DOT_AT_END).violation("a./b")).isPresent();
        assertThat(with(NameTrait.NO_DOT_AT_END).violation("a /.b")).isEmpty();
        assertThat(with(NameTrait.NO_SPACE_AT_END).violation("a/b ")).isPresent();
        assertThat(with(NameTrait.NO_SPACE_AT_END).violation("a/ b.")).isEmpty();
    }

    @Test
    void devices_are_known_in_any_case_and_with_any_ending() {
        NameRules rules = with(NameTrait.NO_DEVICES);
        for (String key : List.of("con", "a/NUL.txt", "Com1", "lpt9.tar.gz", "aux/b")) {
            assertThat(rules.violation(key)).as(key).isPresent();
        }
        for (String key : List.of("console", "com", "com10", "a.con", "nully")) {
            assertThat(rules.violation(key)).as(key).isEmpty();
        }
    }

    @Test
    void reserved_names_are_so_in_every_segment_and_case_and_reserved_keys_as_they_are() {
        NameRules rules = NameRules.ANY.withReserved(List.of(".tmp-"), List.of("own/"));
        for (String key : List.of(".tmp-1", "a/.TMP-/b", "own/a")) {
            assertThat(rules.violation(key)).as(key).isPresent();
        }
        for (String key : List.of("a.tmp-", "a/own/b", "Own/a", "own")) {
            assertThat(rules.violation(key)).as(key).isEmpty();
        }
    }

    @Test
    void cases_fold_by_single_letters() {
        NameRules rules = with(NameTrait.IGNORES_CASE);

        assertThat(rules.fold("ÀÉ ЖΣ.TXT")).isEqualTo(rules.fold("àé жς.txt"));
        assertThat(rules.fold("ß")).isNotEqualTo(rules.fold("ss"));
        assertThat(rules.fold("\u212A")).isNotEqualTo(rules.fold("k"));
        assertThat(rules.fold("caf\u00E9")).isNotEqualTo(rules.fold("cafe\u0301"));
    }

    @Test
    void forms_fold_to_one_and_leave_cases_apart() {
        NameRules rules = with(NameTrait.IGNORES_FORM);

        assertThat(rules.fold("caf\u00E9")).isEqualTo(rules.fold("cafe\u0301"));
        assertThat(rules.fold("\u212B")).isEqualTo(rules.fold("A\u030A"));
        assertThat(rules.fold("A")).isNotEqualTo(rules.fold("a"));
    }

    @Test
    void both_fold_together() {
        NameRules rules = with(NameTrait.IGNORES_CASE, NameTrait.IGNORES_FORM);

        assertThat(rules.fold("CAF\u00C9")).isEqualTo(rules.fold("cafe\u0301"));
    }

    @Test
    void a_bound_below_one_is_none() {
        assertThatIllegalArgumentException().isThrownBy(() -> NameRules.ANY.withMaxSegments(0));
        assertThatIllegalArgumentException().isThrownBy(() -> NameRules.ANY.withMaxSegmentBytes(0));
    }
}
