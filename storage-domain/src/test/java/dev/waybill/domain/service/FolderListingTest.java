package dev.waybill.domain.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.domain.layer.ObservedAdapter;
import dev.waybill.domain.layer.Operation;
import dev.waybill.domain.layer.StoreMetrics;
import dev.waybill.domain.listing.PrunedListing;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.InMemoryAdapter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderListingTest {
    private static final List<String> SEGMENTS =
            List.of("a", "a-b", "a0", "b", "\u00E9", "\uFFFD", "\uDBFF\uDFFF", "\uDBFF\uDFFFx", "z!", "~");

    private final StoreMetrics metrics = new StoreMetrics();
    private final InMemoryAdapter store = new InMemoryAdapter(Clock.systemUTC());
    private final ObservedAdapter observed = new ObservedAdapter(store, metrics);

    private void put(String key) {
        store.put(ObjectKey.of(key), ObjectSource.of(new byte[0]), PutOptions.DEFAULT);
    }

    private List<String> list(String folder) {
        try (var names = FolderListing.stream(observed, KeyPrefix.of(folder))) {
            return names.toList();
        }
    }

    @Test
    void a_folder_of_many_objects_costs_two_listings_and_not_one_request_a_page() {
        for (int i = 0; i < 3 * PrunedListing.SKIPPED_AT_MOST; i++) {
            put("a/" + i);
        }
        put("a/\uDBFF\uDFFF/x");
        put("b");

        assertThat(list("")).containsExactly("a/", "b");
        assertThat(metrics.counts(Operation.LIST).calls()).isEqualTo(2);
    }

    @Test
    void a_folder_whose_name_is_as_long_as_keys_may_be_is_read_through() {
        String folder = "d".repeat(ObjectKey.MAX_BYTES - 5) + "/";
        for (int i = 0; i < PrunedListing.SKIPPED_AT_MOST + 100; i++) {
            put(folder + (1000 + i));
        }
        put("e");

        assertThat(list("")).containsExactly(folder, "e");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void it_is_what_a_plain_look_at_all_keys_gives(long seed) {
        var random = new Random(seed);
        var keys = new ArrayList<String>();
        for (int i = 0; i < 300; i++) {
            var key = new StringBuilder(segment(random));
            while (random.nextInt(3) > 0 && key.length() < 40) {
                key.append('/').append(segment(random));
            }
            keys.add(key.toString());
            put(key.toString());
        }
        for (String folder : List.of("", "a/", "a/a/", "\uDBFF\uDFFF/", "a-b/z!/")) {
            var expected = new TreeSet<>(ServiceKeys.BY_BYTES);
            for (String key : keys) {
                if (key.startsWith(folder)) {
                    int slash = key.indexOf('/', folder.length());
                    expected.add(slash < 0 ? key : key.substring(0, slash + 1));
                }
            }
            assertThat(list(folder)).as("in <%s>", folder).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void stopping_early_closes_what_was_opened() {
        put("a/x");
        put("b");
        try (var names = FolderListing.stream(observed, KeyPrefix.ALL)) {
            assertThat(names.limit(1)).containsExactly("a/");
        }
        assertThat(metrics.counts(Operation.LIST).calls()).isEqualTo(1);
    }

    private static String segment(Random random) {
        return SEGMENTS.get(random.nextInt(SEGMENTS.size()));
    }
}
