package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.Capability;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.NotSupported;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// In which order a listing comes, and where it may begin. A store without [Capability#KEY_ORDER] may give
/// any order, and must refuse to begin behind a key.
interface OrderContract extends ContractFixture {
    /// U+FF21 and U+1F4A1: the first is less by its bytes, the second by its UTF-16 units.
    String FULL_WIDTH = "\uFF21";

    String BULB = "\uD83D\uDCA1";

    @Test
    default void a_hyphen_sorts_before_the_slash_of_a_folder() {
        assertListedInOrder("a", "a!", "a-b", "a/x", "a0");
    }

    @Test
    default void keys_of_nested_folders_sort_by_their_bytes() {
        assertListedInOrder("d", "d!/e/f", "d-e", "d.e/f", "d/e-f", "d/e/f", "d/e0", "d0/e");
    }

    @Test
    default void characters_beyond_the_basic_plane_sort_by_their_bytes() {
        assertListedInOrder(
                "z", "z" + FULL_WIDTH, "z" + BULB, "z/" + FULL_WIDTH + "/x", "z/" + BULB + "/x", "zz", "zé");
    }

    @Test
    default void upper_case_sorts_before_lower_case() {
        assertListedInOrder("k", "kA", "kB", "k_", "ka");
    }

    @Test
    default void the_order_is_the_same_in_pages_of_one() {
        var keys = new String[] {"a-b", "a/x", "a/x-y", "a/x!", "a0", BULB, FULL_WIDTH};
        store().putAll(keys);

        if (can(Capability.KEY_ORDER)) {
            assertThat(store().keys(ListOptions.of(KeyPrefix.ALL).withPageSize(1)))
                    .isEqualTo(sorted(keys));
        } else {
            assertThat(store().keys(ListOptions.of(KeyPrefix.ALL).withPageSize(1)))
                    .containsExactlyInAnyOrder(keys);
        }
    }

    @Test
    default void a_listing_behind_a_key_leaves_the_key_out() {
        store().putAll("a-b", "a/x", "a/y", "a0");

        assertListedBehind("a/x", "a/y", "a0");
        assertListedBehind("a-b", "a/x", "a/y", "a0");
    }

    @Test
    default void a_listing_may_begin_behind_a_key_that_is_not_there() {
        store().putAll("a-b", "a/x", "a/y", "a0");

        assertListedBehind("a", "a-b", "a/x", "a/y", "a0");
        assertListedBehind("a.", "a/x", "a/y", "a0");
        assertListedBehind("a/x-", "a/y", "a0");
        assertListedBehind("a/x/deeper", "a/y", "a0");
        assertListedBehind("a/z", "a0");
        assertListedBehind("A", "a-b", "a/x", "a/y", "a0");
    }

    @Test
    default void a_listing_behind_the_last_key_is_empty() {
        store().putAll("a-b", "a/x");

        assertListedBehind("a/x");
        assertListedBehind("b");
        assertListedBehind("a/x/deeper/still");
    }

    @Test
    default void a_listing_behind_a_key_keeps_to_its_prefix() {
        store().putAll("a-b", "a/x", "a/y", "a0", "b/x");

        assertListed(KeyPrefix.of("a/"), "a/x", "a/y");
        assertListed(KeyPrefix.of("a/"), "a-b", "a/x", "a/y");
        assertListed(KeyPrefix.of("a/"), "A", "a/x", "a/y");
        assertListed(KeyPrefix.of("a/"), "b");
        assertListed(KeyPrefix.of("a"), "a/x", "a/y", "a0");
    }

    @Test
    default void a_listing_behind_a_key_may_be_paged() {
        store().putAll("a-b", "a/x", "a/y", "a0", "b");
        var options = ListOptions.of(KeyPrefix.ALL).withPageSize(1).withStartAfter(ObjectKey.of("a-b"));

        if (refuses(Capability.KEY_ORDER, () -> store().keys(options))) {
            return;
        }
        assertThat(store().keys(options)).containsExactly("a/x", "a/y", "a0", "b");
    }

    private void assertListedInOrder(String prefix, String... keys) {
        store().putAll(Stream.of(keys).toArray(String[]::new));

        if (can(Capability.KEY_ORDER)) {
            assertThat(store().keys(prefix)).isEqualTo(sorted(keys));
        } else {
            assertThat(store().keys(prefix)).containsExactlyInAnyOrder(keys);
        }
    }

    private List<String> sorted(String... keys) {
        Comparator<String> order = deviates(Deviation.UTF16_LISTING_ORDER)
                ? Comparator.naturalOrder()
                : Comparator.comparing(ObjectKey::of);
        return Stream.of(keys).sorted(order).toList();
    }

    private void assertListedBehind(String key, String... expected) {
        assertListed(KeyPrefix.ALL, key, expected);
    }

    private void assertListed(KeyPrefix prefix, String startAfter, String... expected) {
        var options = ListOptions.of(prefix).withStartAfter(ObjectKey.of(startAfter));
        if (can(Capability.KEY_ORDER)) {
            assertThat(store().keys(options))
                    .as("%s behind %s", prefix, startAfter)
                    .containsExactly(expected);
        } else {
            assertThatExceptionOfType(NotSupported.class).isThrownBy(() -> store().keys(options));
        }
    }
}
