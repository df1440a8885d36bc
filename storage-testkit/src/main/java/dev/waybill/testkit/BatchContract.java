package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.ObjectKey;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Deleting many at once.
interface BatchContract extends ContractFixture {
    @Test
    default void delete_all_removes_what_is_named_and_nothing_else() {
        store().putAll("a/1", "a/2", "b");

        assertThat(deleteAll("a/1", "b")).containsExactly(deleted("a/1"), deleted("b"));
        assertThat(store().keys()).containsExactly("a/2");
    }

    @Test
    default void delete_all_of_nothing_gives_nothing() {
        store().put("kept", "x");

        assertThat(deleteAll()).isEmpty();
        assertThat(store().keys()).containsExactly("kept");
    }

    @Test
    default void delete_all_gives_a_result_for_each_in_the_order_given() {
        store().putAll("a", "b", "c");

        assertThat(deleteAll("c", "absent", "a", "b"))
                .containsExactly(deleted("c"), deleted("absent"), deleted("a"), deleted("b"));
        assertThat(store().keys()).isEmpty();
    }

    @Test
    default void delete_all_gives_a_result_for_each_of_two_deletions_of_one_key() {
        store().putAll("a", "b");

        assertThat(deleteAll("a", "b", "a")).containsExactly(deleted("a"), deleted("b"), deleted("a"));
        assertThat(store().keys()).isEmpty();
    }

    @Test
    default void delete_all_takes_keys_with_odd_characters() {
        var keys = Stream.of("a b", "%2F+&", "<&amp;>\"'", "é/\uD83D\uDCA1")
                .filter(key -> !refusedKeys().contains(key))
                .toArray(String[]::new);
        store().putAll(keys);

        assertThat(deleteAll(keys)).hasSize(keys.length).allMatch(DeleteResult.Deleted.class::isInstance);
        assertThat(store().keys()).isEmpty();
    }

    @Test
    default void delete_all_of_more_than_a_thousand_removes_each() throws Exception {
        var keys = IntStream.range(0, 1001).mapToObj("batch/%04d"::formatted).toArray(String[]::new);
        var present = IntStream.of(0, 1, 2, 10, 20, 499, 500, 501, 997, 998, 999, 1000)
                .boxed()
                .toList();
        for (int i : present) {
            store().put(keys[i], new byte[0]);
        }
        store().put("kept", "x");

        var results = deleteAll(keys);
        assertThat(results).extracting(result -> result.key().value()).containsExactly(keys);
        assertThat(results).allMatch(DeleteResult.Deleted.class::isInstance);
        assertThat(store().keys()).containsExactly("kept");
    }

    private List<DeleteResult> deleteAll(String... keys) {
        var deletions = Stream.of(keys).map(ObjectKey::of).map(Deletion::of).toList();
        return store().client().deleteAll(deletions);
    }

    private static DeleteResult deleted(String key) {
        return new DeleteResult.Deleted(ObjectKey.of(key));
    }
}
