package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.Capability;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectMetadata;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a listing holds.
interface ListingContract extends ContractFixture {
    /// In the order of their bytes; `/` sorts between `-` and `0`.
    List<String> SEVEN = List.of("a!", "a-b", "a/x", "a/y/z", "a0", "b", "c d");

    @Test
    default void an_empty_store_lists_nothing() {
        assertThat(store().keys()).isEmpty();
    }

    @Test
    default void a_prefix_that_nothing_has_lists_nothing() {
        store().putAll("a/b", "ab");

        assertThat(store().keys("b")).isEmpty();
        assertThat(store().keys("a/b/")).isEmpty();
        assertThat(store().keys("no/such/folder/")).isEmpty();
    }

    @Test
    default void a_listing_gives_key_and_size_of_each_object() {
        store().put("a/five", "12345");
        store().put("b", new byte[0]);

        var objects = store().list(ListOptions.of(KeyPrefix.ALL));
        assertThat(objects)
                .extracting(o -> o.key().value() + " " + o.size())
                .containsExactlyInAnyOrder("a/five 5", "b 0");
    }

    @Test
    default void a_listing_gives_the_size_of_the_latest_version() {
        store().put("key", "12345");
        store().put("key", "12");

        assertThat(store().list(ListOptions.of(KeyPrefix.ALL)))
                .extracting(ObjectMetadata::size)
                .containsExactly(2L);
    }

    @Test
    default void a_prefix_is_the_beginning_of_a_string_and_not_a_folder() {
        store().putAll("a!", "a/b", "ab", "b/a");

        assertThat(store().keys("a")).containsExactlyInAnyOrder("a!", "a/b", "ab");
        assertThat(store().keys("a/")).containsExactly("a/b");
    }

    @Test
    default void a_prefix_may_end_within_a_segment() {
        store().putAll("a/b-1", "a/b/c/d", "a/b2", "a/c");

        assertThat(store().keys("a/b")).containsExactlyInAnyOrder("a/b-1", "a/b/c/d", "a/b2");
        assertThat(store().keys("a/b/c/")).containsExactly("a/b/c/d");
    }

    @Test
    default void a_prefix_that_is_a_whole_key_lists_it() {
        store().putAll("a/b", "a/bc");

        assertThat(store().keys("a/b")).containsExactlyInAnyOrder("a/b", "a/bc");
        assertThat(store().keys("a/bc")).containsExactly("a/bc");
    }

    @Test
    default void a_prefix_may_end_in_dots_that_longer_segments_begin_with() {
        store().putAll("a/..b", "a/.c", "a/d");

        assertThat(store().keys("a/..")).containsExactly("a/..b");
        assertThat(store().keys("a/.")).containsExactlyInAnyOrder("a/..b", "a/.c");
    }

    @Test
    default void a_prefix_with_odd_characters_is_taken_as_it_is() {
        store().putAll("a b/+%2F/x", "a b/+%2G", "a%20b/x", "é/x");

        assertThat(store().keys("a b/+%2")).containsExactlyInAnyOrder("a b/+%2F/x", "a b/+%2G");
        assertThat(store().keys("a%20")).containsExactly("a%20b/x");
        assertThat(store().keys("é/")).containsExactly("é/x");
    }

    @Test
    default void leave_to_omit_folders_costs_nothing_outside_of_them() {
        store().putAll("a/keep", "b/omit/x", "b/omit/y/z", "b/omitted", "b/p", "c/d/omit/keep", "omit");

        assertThat(store().list(ListOptions.of(KeyPrefix.ALL).withOmittable("b/omit/"::equals)))
                .extracting(object -> object.key().value())
                .filteredOn(key -> !key.startsWith("b/omit/"))
                .containsExactlyInAnyOrder("a/keep", "b/omitted", "b/p", "c/d/omit/keep", "omit");
    }

    @Test
    default void every_page_size_gives_the_same_listing() {
        store().putAll(SEVEN.toArray(new String[0]));

        for (int size : new int[] {1, 2, 3, 7, 1000}) {
            var keys = store().keys(ListOptions.of(KeyPrefix.ALL).withPageSize(size));
            assertThat(keys).as("in pages of %d", size).containsExactlyInAnyOrderElementsOf(SEVEN);
        }
    }

    @Test
    default void every_page_size_gives_the_same_listing_of_a_prefix() {
        store().putAll(SEVEN.toArray(new String[0]));

        for (int size : new int[] {1, 2, 3}) {
            var options = ListOptions.of(KeyPrefix.of("a/")).withPageSize(size);
            assertThat(store().keys(options)).as("in pages of %d", size).containsExactlyInAnyOrder("a/x", "a/y/z");
        }
    }

    @Test
    default void a_listing_longer_than_any_page_is_whole() throws Exception {
        int count = 1500;
        Crowd.forEach(count, 8, i -> store().put(manyKey(i), new byte[0]));

        var keys = store().keys();
        assertThat(keys).doesNotHaveDuplicates().hasSize(count);
        if (can(Capability.KEY_ORDER)) {
            assertThat(keys)
                    .isEqualTo(IntStream.range(0, count)
                            .mapToObj(ListingContract::manyKey)
                            .toList());
        }
    }

    @Test
    default void what_is_deleted_between_pages_costs_no_other_object() {
        store().putAll(SEVEN.toArray(new String[0]));
        var seen = new ArrayList<String>();
        try (var objects = store().client().list(ListOptions.of(KeyPrefix.ALL).withPageSize(2))) {
            var iterator = objects.iterator();
            seen.add(iterator.next().key().value());
            secondClient().delete("a0");
            iterator.forEachRemaining(o -> seen.add(o.key().value()));
        }

        assertThat(seen).doesNotHaveDuplicates().contains("a!", "a-b", "a/x", "a/y/z", "b", "c d");
    }

    @Test
    default void what_is_put_between_pages_costs_no_other_object() {
        store().putAll(SEVEN.toArray(new String[0]));
        var seen = new ArrayList<String>();
        try (var objects = store().client().list(ListOptions.of(KeyPrefix.ALL).withPageSize(2))) {
            var iterator = objects.iterator();
            seen.add(iterator.next().key().value());
            secondClient().putAll("a#", "a/w", "a/z", "z");
            iterator.forEachRemaining(o -> seen.add(o.key().value()));
        }

        assertThat(seen).doesNotHaveDuplicates().containsAll(SEVEN);
    }

    @Test
    default void a_listing_may_be_stopped_early() throws IOException {
        store().putAll(SEVEN.toArray(new String[0]));
        for (int i = 0; i < 60; i++) {
            try (var objects =
                    store().client().list(ListOptions.of(KeyPrefix.ALL).withPageSize(2))) {
                assertThat(objects.limit(1)).hasSize(1);
            }
        }

        assertThat(store().keys()).hasSize(7);
        assertThat(store().text("b")).isEqualTo("of b");
    }

    @Test
    default void a_key_beside_a_folder_of_its_name_is_listed_or_refused() throws IOException {
        if (deviates(Deviation.KEY_AND_FOLDER_EXCLUDE_EACH_OTHER)) {
            FolderClash.assertRefused(store());
            return;
        }
        store().putAll("a", "a/b", "a/b/c");

        assertThat(store().keys()).containsExactlyInAnyOrder("a", "a/b", "a/b/c");
        assertThat(store().keys("a/")).containsExactlyInAnyOrder("a/b", "a/b/c");
        assertThat(store().text("a")).isEqualTo("of a");
        assertThat(store().text("a/b")).isEqualTo("of a/b");
    }

    @Test
    default void nothing_is_skipped_in_a_store_that_holds_only_objects() {
        var skipped = new ArrayList<String>();
        store().putAll(SEVEN.toArray(new String[0]));
        store().put("d/gone", "x");
        store().delete("d/gone");
        var keys = store().keys(ListOptions.of(KeyPrefix.of("a")).withOnSkipped(entry -> skipped.add(entry.name())));

        assertThat(keys).hasSize(5);
        assertThat(skipped).isEmpty();
    }

    private static String manyKey(int i) {
        return "many/%02d/%04d".formatted(i / 100, i);
    }
}
