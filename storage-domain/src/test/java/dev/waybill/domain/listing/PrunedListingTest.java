package dev.waybill.domain.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.testkit.FaultyAdapter;
import dev.waybill.testkit.InMemoryAdapter;
import dev.waybill.testkit.Operation;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrunedListingTest {
    private static final String LAST = "\uDBFF\uDFFF";

    private final FaultyAdapter store = new FaultyAdapter(new InMemoryAdapter(Clock.systemUTC()));

    @AfterEach
    void close() {
        store.close();
    }

    private void put(String... keys) {
        for (String key : keys) {
            store.put(ObjectKey.of(key), ObjectSource.of(new byte[0]), PutOptions.DEFAULT);
        }
    }

    private static List<String> listed(IObjectStorageAdapter from, String branch) {
        var keys = new ArrayList<String>();
        try (var listing = new PrunedListing(
                from, ListOptions.of(KeyPrefix.ALL), key -> Optional.of(branch).filter(key.value()::startsWith))) {
            listing.forEachRemaining(object -> keys.add(object.key().value()));
        }
        return keys;
    }

    @Test
    void a_folder_is_left_behind_a_page_of_it() {
        for (int i = 0; i < 2 * PrunedListing.SKIPPED_AT_MOST; i++) {
            put("b/" + i);
        }
        put("a", "c");

        assertThat(listed(store, "b/"))
                .hasSize(PrunedListing.SKIPPED_AT_MOST + 2)
                .startsWith("a", "b/0")
                .endsWith("c");
        assertThat(store.calls(Operation.LIST)).isEqualTo(2);
    }

    @Test
    void a_branch_that_is_no_folder_is_left_at_its_first_object() {
        put("a", "b/1", "b/2", "bc/3", "c");

        assertThat(listed(store, "b")).containsExactly("a", "b/1", "c");
    }

    @Test
    void what_begins_with_the_last_character_is_read_through() {
        put("b" + LAST + "/1", "b" + LAST + "/2", "c");

        assertThat(listed(store, "b")).containsExactly("b" + LAST + "/1", "b" + LAST + "/2", "c");
    }

    @Test
    void a_listing_that_is_read_to_its_end_gives_no_more() {
        try (var listing = new PrunedListing(store, ListOptions.of(KeyPrefix.ALL), key -> Optional.empty())) {
            assertThat(listing.hasNext()).isFalse();
            assertThatThrownBy(listing::next).isInstanceOf(NoSuchElementException.class);
        }
    }
}
