package dev.waybill.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a/b", " a ", "a.", ".a", "..a", "a..", "C:\\x", "a%2Fb", "\uD83D\uDCE6", "e\u0301", "..."})
    void a_key_is_kept_to_the_letter(String text) {
        assertThat(ObjectKey.of(text).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "a/..",
                "../a",
                "a/./b",
                "a\u0000",
                "a\nb",
                "\u007F",
                "\u0085",
                "\uD83D",
                "a\uDCE6b"
            })
    void what_breaks_a_rule_is_no_key(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectKey.of(text))
                .withMessageStartingWith("not an object key: \"");
        assertThat(ObjectKey.parse(text)).isEmpty();
    }

    @Test
    void a_text_is_a_key_if_every_segment_of_it_may_be_one() {
        var random = new Random(20261128);
        String[] pieces = {"a", "b c", "~", ".", "..", "/", "/", "\u00E9", "\uD83D\uDCE6", "\uD83D", "\u0001", "\u007F"
        };
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            for (int left = random.nextInt(6); left > 0; left--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            var segments = Arrays.asList(text.toString().split("/", -1));
            boolean isKey = !segments.contains("")
                    && !segments.contains(".")
                    && !segments.contains("..")
                    && text.codePoints().noneMatch(c -> Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF));
            assertThat(ObjectKey.parse(text.toString()).isPresent())
                    .as("\"%s\"", text)
                    .isEqualTo(isKey);
        }
    }

    @Test
    void the_message_names_the_value_and_the_rule() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectKey.of("a//b"))
                .withMessage("not an object key: \"a//b\": it has an empty segment (a leading, doubled or trailing /)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ObjectKey.of("a\u0007"))
                .withMessage("not an object key: \"a\\u0007\": it has the control character U+0007");
    }

    @Test
    void a_key_has_up_to_1024_bytes_and_not_characters() {
        assertThat(ObjectKey.of("a".repeat(1024)).value()).hasSize(1024);
        assertThat(ObjectKey.of("\uD83D\uDCE6".repeat(256)).value()).hasSize(512);
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectKey.of("a".repeat(1025)));
        assertThatIllegalArgumentException().isThrownBy(() -> ObjectKey.of("\u00E9".repeat(513)));
    }

    @Test
    void keys_sort_by_their_bytes() {
        var random = new Random(20261121);
        for (int round = 0; round < 20_000; round++) {
            var left = randomKey(random);
            var right = randomKey(random);
            int bytes = Arrays.compareUnsigned(utf8(left), utf8(right));
            assertThat(Integer.signum(left.compareTo(right)))
                    .as("%s against %s", left, right)
                    .isEqualTo(Integer.signum(bytes));
        }
    }

    @Test
    void the_parent_of_a_key_is_its_folder() {
        assertThat(ObjectKey.of("a/b/c").parent()).isEqualTo(KeyPrefix.of("a/b/"));
        assertThat(ObjectKey.of("c").parent()).isEqualTo(KeyPrefix.ALL);
        assertThat(ObjectKey.of("a/b/c").name()).isEqualTo("c");
    }

    private static byte[] utf8(ObjectKey key) {
        return key.value().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectKey randomKey(Random random) {
        String[] alphabet = {
            "a", "b", "-", "!", "0", "\u00E9", "\uFF21", "\uFFFD", "\uE000", "\uD83D\uDCE6", "\uDBFF\uDFFD", "/"
        };
        var text = new StringBuilder("k");
        for (int i = random.nextInt(6); i > 0; i--) {
            var next = alphabet[random.nextInt(alphabet.length)];
            text.append(next.equals("/") ? "/k" : next);
        }
        return ObjectKey.of(text.toString());
    }
}
