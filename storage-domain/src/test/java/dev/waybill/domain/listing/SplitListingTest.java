package dev.waybill.domain.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waybill.port.Capability;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StorageException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitListingTest {
    private static final int MANY = 30_000;

    /// How the names of a large prefix are made.
    enum Names {
        COUNTED(i -> "img/%06d.jpg".formatted(i)),
        UNPADDED(i -> "img/" + i),
        HASHED(i -> UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)})
                .toString()),
        DATED(i -> "log/2026-%02d-%02d/%05d.json".formatted(i % 12 + 1, i % 28 + 1, i)),
        SKEWED(i -> i % 100 == 0 ? "z/%05d".formatted(i) : "a/b/c/deep/and/long/%05d".formatted(i)),
        WORDS(i ->
                "Straße/" + (i % 2 == 0 ? "Ä" : "é") + Integer.toString(i, 36).toUpperCase(Locale.ROOT)),
        EMOJI(i -> "x\uD83D\uDE00" + i + "\uFF5E"),
        NESTED(i -> "a".repeat(i % 400 + 1) + "/" + i);

        @SuppressWarnings("ImmutableEnumChecker") // All of them are pure functions.
        private final IntFunction<String> name;

        Names(IntFunction<String> name) {
            this.name = name;
        }

        Stream<String> all(int count) {
            return IntStream.range(0, count).mapToObj(name);
        }
    }

    private static List<String> split(SeekableStore store, ListOptions options) {
        try (Stream<ObjectMetadata> listed = SplitListing.open(store.adapter(), options)) {
            return listed.map(object -> object.key().value()).toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_listing_in_pieces_is_the_listing(Names names) {
        var store = SeekableStore.of(names.all(MANY));

        assertThat(split(store, ListOptions.of(KeyPrefix.ALL))).isEqualTo(store.keys());
    }

    @ParameterizedTest
    @EnumSource
    void so_it_is_of_a_prefix_and_from_a_key_on(Names names) {
        var store = SeekableStore.of(names.all(MANY));
        var random = new Random(3);
        for (int round = 0; round < 5; round++) {
            String some = store.keys().get(random.nextInt(MANY / 4));
            KeyPrefix of = KeyPrefix.of(some.substring(0, some.offsetByCodePoints(0, 1 + random.nextInt(2))));
            var options = ListOptions.of(of).withStartAfter(ObjectKey.of(some));

            assertThat(split(store, options))
                    .isEqualTo(store.keys().stream()
                            .filter(key -> of.covers(ObjectKey.of(key))
                                    && ObjectKey.of(key).compareTo(ObjectKey.of(some)) > 0)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COUNTED", "HASHED", "DATED", "UNPADDED"})
    void pages_of_many_places_are_asked_for_at_once(Names names) {
        var store = SeekableStore.of(names.all(100_000));

        assertThat(split(store, ListOptions.of(KeyPrefix.ALL))).hasSize(100_000);

        assertThat(store.mostAtOnce()).isGreaterThanOrEqualTo(8);
        assertThat(store.pages()).as("with what is asked to split").isLessThan(700);
    }

    @Test
    void a_short_listing_asks_for_nothing_more() {
        var store = SeekableStore.of(Names.COUNTED.all(1999));

        assertThat(split(store, ListOptions.of(KeyPrefix.ALL))).hasSize(1999);

        assertThat(store.pages()).isEqualTo(2);
    }

    @Test
    void a_store_that_begins_where_it_likes_is_read_as_a_whole() {
        var store = SeekableStore.of(Names.COUNTED.all(MANY)).ignoringStartAfter();

        assertThat(split(store, ListOptions.of(KeyPrefix.ALL))).isEqualTo(store.keys());
    }

    @Test
    void a_store_that_does_not_tell_what_is_behind_is_read_as_a_whole() {
        var store = SeekableStore.of(Names.COUNTED.all(MANY))
                .failing(options -> options.pageSize().isPresent());

        assertThat(split(store, ListOptions.of(KeyPrefix.ALL))).isEqualTo(store.keys());
    }

    @Test
    @Timeout(20)
    void a_store_without_the_capability_is_asked_for_one_listing_that_is_read_ahead() {
        var flags = EnumSet.allOf(Capability.class);
        flags.remove(Capability.KEY_SEEK);
        var store = SeekableStore.of(Names.COUNTED.all(MANY)).withCapabilities(flags);

        assertThat(split(store, ListOptions.of(KeyPrefix.ALL))).isEqualTo(store.keys());

        assertThat(store.listings()).isEqualTo(1);
        try (Stream<ObjectMetadata> listed = SplitListing.open(store.adapter(), ListOptions.of(KeyPrefix.ALL))) {
            assertThat(listed.iterator().next().key().value())
                    .isEqualTo(store.keys().getFirst());
            while (store.given() - MANY <= 2000) {
                Thread.onSpinWait();
            }
        }
        assertThat(store.open()).isZero();
    }

    @Test
    void what_fails_in_a_piece_fails_the_listing_behind_all_that_comes_before() {
        var store = SeekableStore.of(Names.COUNTED.all(MANY)).failingBehind(ObjectKey.of("img/015555.jpg"));
        var given = new ArrayList<String>();

        assertThatThrownBy(() -> {
                    try (Stream<ObjectMetadata> listed =
                            SplitListing.open(store.adapter(), ListOptions.of(KeyPrefix.ALL))) {
                        listed.forEach(object -> given.add(object.key().value()));
                    }
                })
                .isInstanceOf(StorageException.StoreFailure.class);
        assertThat(given).isEqualTo(store.keys().subList(0, given.size()));
        assertThat(given).hasSizeBetween(2000, 16_555);
    }

    @Test
    void what_is_no_object_is_told_of_by_the_thread_that_reads() {
        var store = SeekableStore.of(Names.COUNTED.all(MANY)).skippingBefore("img/000003.jpg", "img/025000.jpg");
        var told = new ArrayList<String>();
        Thread reader = Thread.currentThread();

        var options = ListOptions.of(KeyPrefix.ALL).withOnSkipped((SkippedEntry entry) -> {
            assertThat(Thread.currentThread()).isEqualTo(reader);
            told.add(entry.name());
        });
        assertThat(split(store, options)).hasSize(MANY);

        assertThat(told).containsExactly("img/000003.jpg!", "img/025000.jpg!");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2500, 20_000})
    void leaving_a_listing_ends_who_reads_ahead(int taken) {
        var store = SeekableStore.of(Names.HASHED.all(MANY));

        try (Stream<ObjectMetadata> listed = SplitListing.open(store.adapter(), ListOptions.of(KeyPrefix.ALL))) {
            var each = listed.iterator();
            for (int i = 0; i < taken; i++) {
                assertThat(each.next().key().value()).isEqualTo(store.keys().get(i));
            }
        }

        assertThat(store.open()).isZero();
    }

    @Test
    void what_is_read_ahead_is_bounded() {
        var store = SeekableStore.of(Names.HASHED.all(300_000));
        long taken = 0;
        try (Stream<ObjectMetadata> listed = SplitListing.open(store.adapter(), ListOptions.of(KeyPrefix.ALL))) {
            for (var each = listed.iterator(); each.hasNext(); each.next()) {
                taken++;
                if (taken % 1000 == 0) {
                    assertThat(store.given() - taken).isLessThan(150_000);
                }
            }
        }
        assertThat(taken).isEqualTo(300_000);
    }
}
