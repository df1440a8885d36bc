package dev.waybill.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.waybill.domain.fixture.Caseless;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.KeyRejected;
import dev.waybill.port.StoreId;
import dev.waybill.testkit.InMemoryAdapter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class NameClashesTest {
    private static final StoreId STORE = new StoreId("memory", "caseless");
    private static final List<String> LETTERS = List.of("a", "A", "b", "B", "ab", "Ab", "a-b", "é", "É", "e\u0301");

    private static boolean neverSynced(String path) {
        return path.isEmpty();
    }

    private static NameClashes clashes(Set<String> here, Set<String> there, Predicate<String> wasSynced) {
        var clashes = new NameClashes(STORE, Caseless.RULES);
        var keys = new TreeSet<ObjectKey>();
        here.forEach(key -> keys.add(ObjectKey.of(key)));
        there.forEach(key -> keys.add(ObjectKey.of(key)));
        keys.forEach(key -> clashes.add(key, here.contains(key.value()), there.contains(key.value())));
        clashes.find(wasSynced);
        return clashes;
    }

    private static Optional<NameClash> clash(String key, Set<String> here, Set<String> there) {
        try (var clashes = clashes(here, there, NameClashesTest::neverSynced)) {
            return clashes.of(ObjectKey.of(key));
        }
    }

    @Test
    void names_that_differ_in_more_than_spelling_do_not_clash() {
        var keys = Set.of("a", "ab", "b/a", "b/ab", "a-b", "c/a/b");
        for (String key : keys) {
            assertThat(clash(key, Set.of(), keys)).as(key).isEmpty();
        }
    }

    @Test
    void of_new_names_the_first_in_order_gets_the_name() {
        var there = Set.of("Foo", "foo", "fOO");

        assertThat(clash("Foo", Set.of(), there)).isEmpty();
        assertThat(clash("foo", Set.of(), there)).contains(new NameClash("Foo", false));
        assertThat(clash("fOO", Set.of(), there)).contains(new NameClash("Foo", false));
    }

    @Test
    void what_the_store_has_keeps_the_name() {
        assertThat(clash("Foo", Set.of("foo"), Set.of("Foo", "foo"))).contains(new NameClash("foo", false));
        assertThat(clash("foo", Set.of("foo"), Set.of("Foo", "foo"))).isEmpty();
        assertThat(clash("Foo", Set.of("foo"), Set.of("Foo"))).contains(new NameClash("foo", false));
    }

    @Test
    void a_folder_in_two_spellings_is_one_clash_of_all_that_is_in_it() {
        var here = Set.of("x/Docs/z");
        var there = Set.of("x/docs/a", "x/docs/b/c", "x/Docs/z", "x/Docs/y");

        assertThat(clash("x/docs/a", here, there)).contains(new NameClash("x/Docs/", false));
        assertThat(clash("x/docs/b/c", here, there)).contains(new NameClash("x/Docs/", false));
        assertThat(clash("x/Docs/y", here, there)).isEmpty();
    }

    @Test
    void a_file_and_a_folder_of_one_name_clash() {
        assertThat(clash("a/b", Set.of(), Set.of("a", "a/b"))).contains(new NameClash("a", false));
        assertThat(clash("A", Set.of("a/b"), Set.of("A", "a/b"))).contains(new NameClash("a/", false));
    }

    @Test
    void what_was_synced_and_is_gone_from_the_other_side_gives_its_name_to_the_first_alone() {
        try (var clashes = clashes(Set.of("Foo", "Bar"), Set.of("foo", "fOo", "bar"), "Foo"::equals)) {
            assertThat(clashes.of(ObjectKey.of("fOo"))).contains(new NameClash("Foo", true));
            assertThat(clashes.of(ObjectKey.of("foo"))).contains(new NameClash("fOo", false));
            assertThat(clashes.of(ObjectKey.of("bar"))).contains(new NameClash("Bar", false));
        }
    }

    @Test
    void the_state_folder_has_its_name_before_it_is_there() {
        assertThat(clash(".Waybill/x", Set.of(), Set.of(".Waybill/x"))).contains(new NameClash(".waybill/", false));
        assertThat(clash("d/.WAYBILL", Set.of(), Set.of("d/.WAYBILL"))).contains(new NameClash("d/.waybill/", false));
    }

    @Test
    void more_clashes_than_can_be_kept_are_refused_by_name_of_the_store() {
        try (var clashes = new NameClashes(STORE, Caseless.RULES, 2)) {
            for (String key : List.of("A", "B", "C", "a", "b", "c")) {
                clashes.add(ObjectKey.of(key), false, true);
            }
            assertThatExceptionOfType(SyncRefused.TooManyNamesClash.class)
                    .isThrownBy(() -> clashes.find(NameClashesTest::neverSynced))
                    .withMessageContaining("memory://caseless");
        }
    }

    @Test
    void a_store_takes_all_that_does_not_clash_and_refuses_what_does() {
        for (int seed = 0; seed < 3000; seed++) {
            var random = new Random(seed);
            try (var store = new InMemoryAdapter(Clock.systemUTC(), Caseless.CAPABILITIES)) {
                var here = new TreeSet<String>();
                keys(random).stream().filter(key -> takes(store, key)).forEach(here::add);
                var there = keys(random);
                here.stream().filter(key -> random.nextBoolean()).forEach(there::add);
                try (var clashes = clashes(here, there, NameClashesTest::neverSynced)) {
                    there.removeAll(here);
                    for (String key : there) {
                        if (clashes.of(ObjectKey.of(key)).isEmpty()) {
                            assertThat(takes(store, key))
                                    .as("%s: %s", seed, key)
                                    .isTrue();
                        }
                    }
                    for (String key : there) {
                        if (clashes.of(ObjectKey.of(key)).isPresent()) {
                            assertThat(takes(store, key))
                                    .as("%s: %s", seed, key)
                                    .isFalse();
                        }
                    }
                }
            }
        }
    }

    private static Set<String> keys(Random random) {
        var keys = new TreeSet<String>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            var key = new StringBuilder(LETTERS.get(random.nextInt(LETTERS.size())));
            for (int depth = random.nextInt(3); depth > 0; depth--) {
                key.append('/').append(LETTERS.get(random.nextInt(LETTERS.size())));
            }
            keys.add(key.toString());
        }
        return keys;
    }

    private static boolean takes(IObjectStorageAdapter store, String key) {
        Throwable refused =
                catchThrowable(() -> store.put(ObjectKey.of(key), ObjectSource.of(new byte[0]), PutOptions.DEFAULT));
        assertThat(refused == null || refused instanceof KeyRejected).isTrue();
        return refused == null;
    }
}
