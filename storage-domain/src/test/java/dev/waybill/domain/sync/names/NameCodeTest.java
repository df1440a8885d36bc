package dev.waybill.domain.sync.names;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.NameRules;
import dev.waybill.port.NameTrait;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NameCodeTest {
    /// The strictest of all stores together.
    private static final NameRules STRICTEST = NameRules.ANY
            .withTraits(EnumSet.allOf(NameTrait.class))
            .withMaxSegmentBytes(143)
            .withForbidden("\\:*?\"<>|\uFFFE\uFFFF")
            .withReserved(List.of(".waybill-tmp-"), List.of());

    private static final String HOSTILE = "aAbB.. %%:*?\"<>|\\+-é\u0301É\u212Aß東\uFFFE\uFFFF";

    private static String segment(Random random) {
        var text = new StringBuilder();
        int length = random.nextInt(10) == 0 ? 1 + random.nextInt(300) : 1 + random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.append(HOSTILE.charAt(random.nextInt(HOSTILE.length())));
        }
        String made = text.toString();
        return switch (random.nextInt(12)) {
            case 0 -> "con";
            case 1 -> ".waybill-tmp-" + made;
            case 2 -> String.join("x", NameCode.encode(made, random.nextBoolean(), 143));
            case 3 -> NameCode.encode(made, random.nextBoolean(), 143).getFirst();
            case 4 -> "\uD83D\uDCA1" + made;
            default -> made.equals(".") || made.equals("..") ? "x" : made;
        };
    }

    @Test
    void every_segment_has_a_name_that_every_store_holds_and_is_read_back() {
        for (int seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            String segment = segment(random);
            boolean folder = random.nextBoolean();
            List<String> names = NameCode.encode(segment, folder, 143);

            for (String name : names) {
                assertThat(STRICTEST.segmentViolation(name))
                        .as("%s: %s", seed, name)
                        .isEmpty();
                assertThat(name).as("%s", seed).doesNotContain("/");
                assertThat(Normalizer.normalize(name, Form.NFD))
                        .as("%s", seed)
                        .isEqualTo(name)
                        .isEqualTo(Normalizer.normalize(name, Form.NFC));
            }
            String path = "d/" + String.join("/", names) + (folder ? "/x" : "");
            var read = NameCode.decode(path);
            assertThat(read).as("%s: %s", seed, path).hasSize(folder ? 3 : 2);
            assertThat(read.get(1)).isEqualTo(new NameCode.Segment(segment, true));
        }
    }

    @Test
    void spellings_that_a_disk_takes_for_one_have_names_that_it_tells_apart() {
        NameRules rules = NameRules.ANY.withTraits(EnumSet.of(NameTrait.IGNORES_CASE, NameTrait.IGNORES_FORM));
        var folded = new HashSet<String>();
        for (String name : List.of("foo", "Foo", "FOO", "fOO", "caf\u00E9", "cafe\u0301", "CAF\u00C9")) {
            assertThat(folded.add(rules.fold(NameCode.encode(name, false, 255).getFirst())))
                    .as(name)
                    .isTrue();
            assertThat(folded.add(rules.fold(NameCode.encode(name, true, 255).getFirst())))
                    .as(name + "/")
                    .isTrue();
        }
    }

    @Test
    void a_name_looks_as_it_is_documented() {
        assertThat(NameCode.encode("foo", false, 255)).containsExactly("%wb8c736521-foo");
        assertThat(NameCode.encode("東京:1", false, 255))
                .singleElement()
                .asString()
                .endsWith("-東京%3A1");
        assertThat(NameCode.encode("a:b.", false, 255))
                .singleElement()
                .asString()
                .endsWith("-a%3Ab%2E");
    }

    @Test
    void what_only_looks_like_such_a_name_is_read_as_it_is() {
        for (String path : List.of(
                "%wb8c736521-fop",
                "%wb8c736521-foo/x",
                "%wb8c736521+foo",
                "%wb8c736521-fo%6F/",
                "%wb8c736521-f%2fo",
                "%wb123-foo",
                "a%wb8c736521-foo",
                "%wb8c736521-f%2",
                "%WB8c736521-foo")) {
            assertThat(NameCode.decode(path)).as(path).noneMatch(NameCode.Segment::wasCoded);
            assertThat(String.join(
                            "/",
                            NameCode.decode(path).stream()
                                    .map(NameCode.Segment::text)
                                    .toList()))
                    .isEqualTo(path);
        }
    }
}
