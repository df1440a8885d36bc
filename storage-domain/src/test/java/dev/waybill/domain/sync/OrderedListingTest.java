package dev.waybill.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.testkit.InMemoryAdapter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderedListingTest {
    private static final List<String> NAMES = List.of(
            "a",
            "a-b",
            "a/x",
            "a0",
            "\uD83D\uDE00/1",
            "\uD83D\uDE00/2",
            "\uFF5E",
            "\uFF5E/x",
            "b\uD83D\uDE00",
            "b\uE000",
            "b\uFF21",
            "b~",
            "\uD7FF",
            "\uE000");

    private static List<String> listed(List<String> inStoreOrder, boolean sortAll) {
        try (IObjectStorageAdapter behind = new InMemoryAdapter(Clock.systemUTC());
                OrderedListing listing = OrderedListing.open(
                        ListingOtherwise.of(
                                behind,
                                listed -> inStoreOrder.stream()
                                        .map(key -> ObjectMetadata.of(ObjectKey.of(key), 1, Instant.EPOCH))),
                        ListOptions.of(KeyPrefix.ALL),
                        sortAll)) {
            var keys = new ArrayList<String>();
            listing.forEachRemaining(object -> keys.add(object.key().value()));
            return keys;
        }
    }

    private static List<String> inKeyOrder(List<String> names) {
        return names.stream().map(ObjectKey::of).sorted().map(ObjectKey::value).toList();
    }

    @Test
    void a_listing_in_key_order_is_given_as_it_is() {
        assertThat(listed(inKeyOrder(NAMES), false)).isEqualTo(inKeyOrder(NAMES));
    }

    @Test
    void a_listing_in_the_order_of_utf16_units_is_put_into_key_order() {
        List<String> inUtf16Order = NAMES.stream().sorted().toList();
        assertThat(inUtf16Order).isNotEqualTo(inKeyOrder(NAMES));

        assertThat(listed(inUtf16Order, false)).isEqualTo(inKeyOrder(NAMES));
    }

    @Test
    void random_names_in_the_order_of_utf16_units_are_put_into_key_order() {
        var random = new Random(7);
        List<String> pieces = List.of("a", "-", "/x", "\uD83D\uDE00", "\uFF5E", "\uE000", "\uD7FF", "z");
        List<String> names = IntStream.range(0, 500)
                .mapToObj(i -> "k" + pieces.get(random.nextInt(8)) + pieces.get(random.nextInt(8))
                        + pieces.get(random.nextInt(8)))
                .distinct()
                .toList();

        assertThat(listed(names.stream().sorted().toList(), false)).isEqualTo(inKeyOrder(names));
    }

    @Test
    void any_other_disorder_is_refused_and_never_merged() {
        assertThatThrownBy(() -> listed(List.of("a", "c", "b", "d"), false))
                .isInstanceOf(OrderedListing.OutOfOrder.class)
                .hasMessageContaining("b after c");
    }

    @Test
    void a_listing_without_order_is_sorted() {
        var shuffled = new ArrayList<>(NAMES);
        Collections.shuffle(shuffled, new Random(1));

        assertThat(listed(shuffled, true)).isEqualTo(inKeyOrder(NAMES));
    }

    @Test
    void a_key_that_is_listed_twice_is_given_once() {
        assertThat(listed(List.of("a", "b", "b", "c"), false)).containsExactly("a", "b", "c");
        assertThat(listed(List.of("b", "a", "b", "c"), true)).containsExactly("a", "b", "c");
    }

    @Test
    void what_does_not_fit_into_memory_is_sorted_by_files_that_are_gone_afterwards(@TempDir Path folder) {
        List<ObjectMetadata> objects =
                IntStream.range(0, 1000).mapToObj(OrderedListingTest::object).toList();
        var shuffled = new ArrayList<>(objects);
        Collections.shuffle(shuffled, new Random(2));
        var sorted = new ArrayList<ObjectMetadata>();
        try (var sort = ExternalSort.ofObjects(64, folder.toFile())) {
            shuffled.forEach(sort::add);
            assertThat(sort.size()).isEqualTo(1000);
            assertThat(folder).isNotEmptyDirectory();
            sort.sorted().forEachRemaining(sorted::add);
        }

        assertThat(sorted)
                .isEqualTo(objects.stream()
                        .sorted(Comparator.comparing(ObjectMetadata::key))
                        .toList());
        assertThat(folder).isEmptyDirectory();
    }

    private static ObjectMetadata object(int number) {
        ObjectMetadata object = ObjectMetadata.of(
                ObjectKey.of("k\uD83D\uDE00" + number), number, Instant.ofEpochSecond(number, number));
        return switch (number % 4) {
            case 0 -> object;
            case 1 -> object.withEtag(new Etag("e" + number));
            case 2 -> object.withContentModified(Instant.MIN.plusSeconds(number));
            default ->
                object.withChecksums(List.of(new Checksum(ChecksumAlgorithm.CRC32, "0000000a")))
                        .withContentType("text/plain");
        };
    }
}
