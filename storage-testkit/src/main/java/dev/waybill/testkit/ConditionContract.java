package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.ByteRange;
import dev.waybill.port.Capability;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
import dev.waybill.port.Deletion;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.NotModified;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Conditions on put, get and delete.
interface ConditionContract extends ContractFixture {
    PutOptions IF_ABSENT = PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT);
    Etag FOREIGN = new Etag("0123456789abcdef0123456789abcdef");

    @Test
    default void put_if_absent_creates_an_object() throws IOException {
        if (refuses(Capability.PUT_IF_ABSENT, () -> store().put("folder/key", "new", IF_ABSENT))) {
            assertThat(store().stat("folder/key")).isEmpty();
            return;
        }
        store().put("folder/key", "new", IF_ABSENT);

        assertThat(store().text("folder/key")).isEqualTo("new");
    }

    @Test
    default void put_if_absent_keeps_what_is_there() throws IOException {
        store().put("key", "old");
        if (refuses(Capability.PUT_IF_ABSENT, () -> store().put("key", "new", IF_ABSENT))) {
            assertThat(store().text("key")).isEqualTo("old");
            return;
        }

        assertThatExceptionOfType(PreconditionFailed.class)
                .isThrownBy(() -> store().put("key", "new", IF_ABSENT))
                .satisfies(e -> assertThat(e.key()).contains(ObjectKey.of("key")));
        assertThat(store().text("key")).isEqualTo("old");
    }

    @Test
    default void put_if_absent_keeps_an_empty_object_too() throws IOException {
        store().put("key", new byte[0]);
        if (refuses(Capability.PUT_IF_ABSENT, () -> store().put("key", "new", IF_ABSENT))) {
            return;
        }

        assertThatExceptionOfType(PreconditionFailed.class).isThrownBy(() -> store().put("key", "new", IF_ABSENT));
        assertThat(store().read("key")).isEmpty();
    }

    @Test
    default void put_if_absent_creates_what_was_deleted() throws IOException {
        store().put("key", "old");
        store().delete("key");
        if (refuses(Capability.PUT_IF_ABSENT, () -> store().put("key", "new", IF_ABSENT))) {
            return;
        }
        store().put("key", "new", IF_ABSENT);

        assertThat(store().text("key")).isEqualTo("new");
    }

    @Test
    default void put_if_match_replaces_the_current_version() throws IOException {
        var current = store().put("key", "old").etag().orElse(FOREIGN);
        if (refuses(Capability.PUT_IF_MATCH, () -> store().put("key", "new", ifMatch(current)))) {
            assertThat(store().text("key")).isEqualTo("old");
            return;
        }
        store().put("key", "new", ifMatch(current));

        assertThat(store().text("key")).isEqualTo("new");
    }

    @Test
    default void put_if_match_keeps_a_version_that_is_not_the_named_one() throws IOException {
        var stale = store().put("key", "first").etag().orElse(FOREIGN);
        store().put("key", "second");
        if (refuses(Capability.PUT_IF_MATCH, () -> store().put("key", "third", ifMatch(stale)))) {
            return;
        }

        assertThatExceptionOfType(PreconditionFailed.class)
                .isThrownBy(() -> store().put("key", "third", ifMatch(stale)));
        assertThat(store().text("key")).isEqualTo("second");
    }

    @Test
    default void put_if_match_of_an_absent_object_fails() {
        if (refuses(Capability.PUT_IF_MATCH, () -> store().put("absent", "x", ifMatch(FOREIGN)))) {
            return;
        }

        assertThatExceptionOfType(PreconditionFailed.class)
                .isThrownBy(() -> store().put("absent", "x", ifMatch(FOREIGN)));
        assertThat(store().stat("absent")).isEmpty();
    }

    @Test
    default void get_if_match_reads_the_current_version() throws IOException {
        var current = store().put("key", "text").etag().orElse(FOREIGN);
        if (refuses(Capability.VERSION_TOKENS, () -> store().read("key", GetOptions.WHOLE.withIfMatch(current)))) {
            return;
        }

        assertThat(store().read("key", GetOptions.WHOLE.withIfMatch(current)))
                .asString()
                .isEqualTo("text");
    }

    @Test
    default void get_if_match_refuses_any_other_version() {
        var stale = store().put("key", "first").etag().orElse(FOREIGN);
        store().put("key", "second");
        var options = GetOptions.of(ByteRange.of(1, 2)).withIfMatch(stale);
        if (refuses(Capability.VERSION_TOKENS, () -> store().read("key", options))) {
            return;
        }

        assertThatExceptionOfType(PreconditionFailed.class).isThrownBy(() -> store().read("key", options));
        assertThatExceptionOfType(PreconditionFailed.class)
                .isThrownBy(() -> store().read("key", GetOptions.WHOLE.withIfMatch(stale)));
    }

    @Test
    default void get_if_match_of_an_absent_object_is_not_found() {
        var options = GetOptions.WHOLE.withIfMatch(FOREIGN);
        if (refuses(Capability.VERSION_TOKENS, () -> store().read("absent", options))) {
            return;
        }

        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store().read("absent", options));
    }

    @Test
    default void get_unless_match_refuses_the_version_that_is_known() throws IOException {
        var known = store().put("key", "text").etag().orElse(FOREIGN);
        var options = GetOptions.WHOLE.withUnlessMatch(known);
        if (refuses(Capability.VERSION_TOKENS, () -> store().read("key", options))) {
            return;
        }
        assertThatExceptionOfType(NotModified.class).isThrownBy(() -> store().read("key", options));

        store().put("key", "other");
        assertThat(store().read("key", options)).asString().isEqualTo("other");
    }

    @Test
    default void delete_if_match_removes_the_current_version() {
        var current = store().put("key", "x").etag().orElse(FOREIGN);
        if (refuses(Capability.DELETE_IF_MATCH, () -> delete("key", current))) {
            assertThat(store().stat("key")).isPresent();
            return;
        }
        delete("key", current);

        assertThat(store().stat("key")).isEmpty();
    }

    @Test
    default void delete_if_match_keeps_any_other_version() throws IOException {
        var stale = store().put("key", "first").etag().orElse(FOREIGN);
        store().put("key", "second");
        if (refuses(Capability.DELETE_IF_MATCH, () -> delete("key", stale))) {
            return;
        }

        assertThatExceptionOfType(PreconditionFailed.class).isThrownBy(() -> delete("key", stale));
        assertThat(store().text("key")).isEqualTo("second");
    }

    @Test
    default void delete_if_match_of_an_absent_object_succeeds() {
        if (refuses(Capability.DELETE_IF_MATCH, () -> delete("absent", FOREIGN))) {
            return;
        }
        delete("absent", FOREIGN);

        assertThat(store().keys()).isEmpty();
    }

    @Test
    default void delete_all_honours_the_condition_of_each_deletion() {
        var current = store().put("current", "x").etag().orElse(FOREIGN);
        var stale = store().put("stale", "first").etag().orElse(FOREIGN);
        store().put("stale", "second");
        var deletions = List.of(
                new Deletion(ObjectKey.of("current"), DeleteOptions.ifMatch(current)),
                new Deletion(ObjectKey.of("stale"), DeleteOptions.ifMatch(stale)));
        var results = resultsOf(deletions);

        if (can(Capability.DELETE_IF_MATCH)) {
            assertThat(results.get(0)).isInstanceOf(DeleteResult.Deleted.class);
            assertThat(results.get(1))
                    .isInstanceOfSatisfying(
                            DeleteResult.Failed.class,
                            failed -> assertThat(failed.reason()).isInstanceOf(PreconditionFailed.class));
            assertThat(store().keys()).containsExactly("stale");
        } else {
            assertThat(results)
                    .allSatisfy(result -> assertThat(result)
                            .isInstanceOfSatisfying(
                                    DeleteResult.Failed.class,
                                    failed -> assertThat(failed.reason()).isInstanceOf(NotSupported.class)));
            assertThat(store().keys()).containsExactlyInAnyOrder("current", "stale");
        }
    }

    /// What becomes of each; a refusal of the whole call counts as the refusal of each.
    private List<DeleteResult> resultsOf(List<Deletion> deletions) {
        try {
            return store().client().deleteAll(deletions);
        } catch (StorageException e) {
            return deletions.stream()
                    .<DeleteResult>map(deletion -> new DeleteResult.Failed(deletion.key(), e))
                    .toList();
        }
    }

    private void delete(String key, Etag etag) {
        store().client().delete(ObjectKey.of(key), DeleteOptions.ifMatch(etag));
    }

    private static PutOptions ifMatch(Etag etag) {
        return PutOptions.DEFAULT.withPrecondition(Precondition.matches(etag));
    }
}
