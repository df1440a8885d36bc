package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.NameRules;
import dev.waybill.port.NameTrait;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.KeyRejected;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Keys reach the store unchanged: each is found under its name, in a listing too, and is another object
/// than any that looks like it. What a store refuses, its test class names.
interface NameContract extends ContractFixture {
    @Test
    default void spaces_in_any_place_are_kept() throws IOException {
        assertDistinct("a b", " a", "a ", "a", "a  b", "x/ /y", "x /y", "x/ y", "  ");
    }

    @Test
    default void dots_in_any_place_are_kept() throws IOException {
        assertDistinct(".hidden", "dot.", "..two", "three...", "...", "x/.y", "x./y", "x../y", ".x/.y");
    }

    @Test
    default void punctuation_is_kept() throws IOException {
        assertDistinct(
                "a#b", "a?b", "a&b", "a=b", "a;b", "a:b", "a@b", "a!b", "a$b", "a,b", "a^b", "a~b", "a|b", "a*b", "a'b",
                "a\"b", "a`b", "a(b)", "a[b]", "a{b}", "a<b>", "?x=y", "#z", "~", "-r", "*");
    }

    @Test
    default void percent_signs_and_plus_signs_are_not_decoded() throws IOException {
        assertDistinct("%46", "F", "a%2Fb", "a%2fb", "a/b", "a%20b", "a b", "a+b", "a%2Bb", "%", "%%", "100%", "%zz");
    }

    @Test
    default void backslashes_and_drive_letters_mean_nothing() throws IOException {
        assertDistinct("C:\\x", "C:/x", "\\\\host\\x", "a\\b", "a\\..\\..\\x", "\\");
    }

    @Test
    default void names_that_other_systems_reserve_are_kept() throws IOException {
        assertDistinct("CON", "nul.txt", "aux", "COM1", "a:b", "desktop.ini", ".DS_Store", "lost+found", "~$x.doc");
    }

    @Test
    default void letters_of_every_script_are_kept() throws IOException {
        assertDistinct("Zürich", "Жуковский", "東京/大阪", "שלום", "مرحبا", "नमस्ते", "ß", "SS", "ı", "I");
    }

    @Test
    default void characters_beyond_the_basic_plane_are_kept() throws IOException {
        assertDistinct(
                "\uD83D\uDCA1", "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67", "x/\uD842\uDFB7/y", "\uFF21");
    }

    @Test
    default void composed_and_decomposed_forms_are_two_keys() throws IOException {
        assertDistinct("caf\u00E9", "cafe\u0301", "\u212B", "\u00C5", "A\u030A");
    }

    @Test
    default void invisible_characters_are_kept() throws IOException {
        assertDistinct("a\u00A0b", "a\u200Bb", "a\u202Eb", "\uFEFFa", "a\u2028b", "a\uFFFDb", "a\uFFFFb");
    }

    @Test
    default void upper_and_lower_case_are_two_keys() throws IOException {
        assertDistinct("Foo", "foo", "FOO", "x/Foo", "X/foo");
    }

    @Test
    default void names_that_stores_use_for_themselves_are_kept() throws IOException {
        assertDistinct(".tmp", "x.tmp", "x.part", ".waybill", ".waybill-tmp", "tmp/x", ".uploads/x", "x~", "x.etag");
    }

    @Test
    default void the_longest_key_round_trips() throws IOException {
        assertDistinct(longKey(store().capabilities().maxKeyBytes()));
    }

    @Test
    default void a_key_longer_than_the_store_allows_is_rejected() {
        int most = store().capabilities().maxKeyBytes();
        if (most < ObjectKey.MAX_BYTES) {
            assertRefused(longKey(most + 1));
        }
        assertThat(store().keys()).isEmpty();
    }

    @Test
    default void the_longest_segment_round_trips() throws IOException {
        int most = segmentBytes().orElse(store().capabilities().maxKeyBytes());
        String umlauts = "ü".repeat(most / 2);
        String ascii = "s".repeat(most);

        assertDistinct(ascii, umlauts);
    }

    @Test
    default void a_segment_longer_than_the_store_allows_is_rejected() {
        if (segmentBytes().isPresent()) {
            int tooMany = segmentBytes().getAsInt() + 1;
            assertRefused("s".repeat(tooMany));
            assertRefused("x/" + "s".repeat(tooMany) + "/y");
            assertRefused("ü".repeat(tooMany / 2 + 1));
        }
        assertThat(store().keys()).isEmpty();
    }

    @Test
    default void deep_keys_round_trip() throws IOException {
        int fitting = (store().capabilities().maxKeyBytes() - 1) / 2;
        int depth = Math.min(fitting, store().capabilities().names().maxSegments() - 1);
        assertDistinct("d/".repeat(depth) + "x");
    }

    @Test
    default void the_longest_segment_that_is_declared_is_the_longest_that_is_kept() {
        NameRules rules = store().capabilities().names();
        int most = segmentBytes().orElse(ObjectKey.MAX_BYTES);

        assertThat(rules.maxSegmentBytes()).isEqualTo(most);
    }

    @Test
    default void the_most_segments_that_are_declared_round_trip_and_one_more_is_rejected() throws IOException {
        int most = store().capabilities().names().maxSegments();
        int fitting = (store().capabilities().maxKeyBytes() + 1) / 2;
        if (most < fitting) {
            assertRefused("d/".repeat(most) + "x");
            assertDistinct("d/".repeat(most - 1) + "x");
        }
        assertThat(store().keys()).isEmpty();
    }

    @Test
    default void characters_and_ends_that_are_declared_to_be_forbidden_are_rejected() {
        NameRules rules = store().capabilities().names();
        for (char forbidden : rules.forbidden().toCharArray()) {
            assertRefused("a" + forbidden + "b");
            assertRefused("x/" + forbidden + "/y");
        }
        var names = Map.of(
                NameTrait.NO_DOT_AT_END, "a.",
                NameTrait.NO_SPACE_AT_END, "a ",
                NameTrait.NO_DEVICES, "nul.txt");
        names.forEach((trait, name) -> {
            if (rules.has(trait)) {
                assertRefused(name);
                assertRefused("x/" + name + "/y");
            }
        });
        assertThat(store().keys()).isEmpty();
    }

    @Test
    default void names_that_are_declared_to_be_reserved_are_rejected() {
        NameRules rules = store().capabilities().names();
        for (String reserved : rules.reservedNames()) {
            assertRefused(reserved + "x");
            assertRefused("a/" + reserved.toUpperCase(Locale.ROOT) + "x/b");
        }
        rules.reservedKeys().forEach(reserved -> assertRefused(reserved + "x"));
        assertThat(store().keys()).isEmpty();
    }

    @Test
    default void of_names_that_are_declared_to_be_taken_for_one_the_first_stays() throws IOException {
        NameRules rules = store().capabilities().names();
        var alike = Map.of(
                NameTrait.IGNORES_CASE, List.of("Foo", "foo"),
                NameTrait.IGNORES_FORM, List.of("caf\u00E9", "cafe\u0301"));
        for (var names : alike.entrySet()) {
            String first = names.getValue().getFirst();
            String second = names.getValue().getLast();
            store().put(first, "1");
            store().put("x/" + first + "/a", "1");
            if (rules.has(names.getKey())) {
                assertRefused(second);
                assertRefused("x/" + second + "/b");
                assertThat(store().stat(second)).isEmpty();
                store().delete(second);
            } else {
                store().put(second, "2");
                assertThat(store().text(second)).isEqualTo("2");
            }
            assertThat(store().text(first)).isEqualTo("1");
        }
    }

    /// Whether the store says that it refuses `key`, or takes it for one that it has accepted.
    private boolean isRefused(String key, List<String> accepted) {
        NameRules rules = store().capabilities().names();
        return refusedKeys().contains(key)
                || rules.violation(key).isPresent()
                || accepted.stream().anyMatch(other -> isTakenFor(key.split("/"), other.split("/"), rules));
    }

    private static boolean isTakenFor(String[] key, String[] other, NameRules rules) {
        for (int i = 0; i < Math.min(key.length, other.length); i++) {
            if (!key[i].equals(other[i])) {
                return rules.fold(key[i]).equals(rules.fold(other[i]));
            }
        }
        return false;
    }

    /// Puts all, and finds each under its own name and no other.
    private void assertDistinct(String... keys) throws IOException {
        var accepted = new ArrayList<String>();
        for (String key : keys) {
            if (isRefused(key, accepted)) {
                assertRefused(key);
            } else {
                store().put(key, "of " + key);
                accepted.add(key);
            }
        }
        for (String key : accepted) {
            assertThat(store().text(key)).as("bytes at <%s>", key).isEqualTo("of " + key);
            assertThat(store().stat(key).orElseThrow().key().value()).isEqualTo(key);
        }
        assertThat(store().keys()).containsExactlyInAnyOrderElementsOf(accepted);
        deleteOneByOne(accepted);
    }

    private void deleteOneByOne(List<String> keys) {
        for (String key : keys) {
            store().delete(key);
            assertThat(store().stat(key)).as("deleted <%s>", key).isEmpty();
        }
        assertThat(store().keys()).isEmpty();
    }

    private void assertRefused(String key) {
        assertThatExceptionOfType(KeyRejected.class)
                .as("put at <%s>", key)
                .isThrownBy(() -> store().put(key, "x"))
                .satisfies(e -> assertThat(e.key()).contains(ObjectKey.of(key)));
    }

    /// A key of exactly so many bytes, in segments that are short enough.
    private String longKey(int bytes) {
        int segment = Math.min(segmentBytes().orElse(200), 200);
        var key = new StringBuilder();
        while (bytes - key.length() > segment + 1) {
            key.append("k".repeat(segment)).append('/');
        }
        key.append("k".repeat(bytes - key.length()));
        assertThat(key.toString().getBytes(StandardCharsets.UTF_8)).hasSize(bytes);
        return key.toString();
    }
}
