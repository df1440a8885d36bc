package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.Capability;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.UserMetadata;
import dev.waybill.port.WriteId;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Copies within the store.
interface CopyContract extends ContractFixture {
    Etag NOT_THE_VERSION = new Etag("fedcba9876543210fedcba9876543210");
    UserMetadata ORIGINAL = UserMetadata.of(Map.of("origin", "here"));
    UserMetadata CHANGED = UserMetadata.of(Map.of("origin", "there", "extra", "yes"));

    @Test
    default void a_copy_has_the_bytes_of_its_source() throws IOException {
        byte[] bytes = TestSources.bytes(50_000, 1);
        store().put("from", bytes);
        if (refusesCopy(CopyOptions.DEFAULT)) {
            return;
        }
        copy("from", "folder/to", CopyOptions.DEFAULT);

        assertThat(store().read("folder/to")).isEqualTo(bytes);
        assertThat(store().read("from")).isEqualTo(bytes);
    }

    @Test
    default void a_copy_replaces_what_is_at_its_target() throws IOException {
        store().put("from", "new");
        store().put("to", "much older and longer");
        if (refusesCopy(CopyOptions.DEFAULT)) {
            return;
        }
        copy("from", "to", CopyOptions.DEFAULT);

        assertThat(store().text("to")).isEqualTo("new");
        assertThat(store().keys()).containsExactlyInAnyOrder("from", "to");
    }

    @Test
    default void copy_returns_what_stat_gives() {
        store().put("from", "12345");
        if (refusesCopy(CopyOptions.DEFAULT)) {
            return;
        }
        var returned = copy("from", "to", CopyOptions.DEFAULT);

        var metadata = store().stat("to").orElseThrow();
        assertThat(returned.key()).isEqualTo(ObjectKey.of("to"));
        assertThat(returned.size()).isEqualTo(5);
        assertThat(returned.etag()).isEqualTo(metadata.etag());
    }

    @Test
    default void copying_an_absent_object_fails_naming_it() {
        store().put("to", "kept");
        if (refusesCopy(CopyOptions.DEFAULT)) {
            return;
        }

        assertThatExceptionOfType(ObjectNotFound.class)
                .isThrownBy(() -> copy("absent", "to", CopyOptions.DEFAULT))
                .satisfies(e -> assertThat(e.key()).contains(ObjectKey.of("absent")));
        assertThat(store().keys()).containsExactly("to");
    }

    @Test
    default void copying_onto_itself_keeps_the_bytes() throws IOException {
        store().put("key", "text");
        if (refusesCopy(CopyOptions.DEFAULT)) {
            return;
        }
        copy("key", "key", CopyOptions.DEFAULT);

        assertThat(store().text("key")).isEqualTo("text");
        assertThat(store().keys()).containsExactly("key");
    }

    @Test
    default void an_empty_object_can_be_copied() throws IOException {
        store().put("from", new byte[0]);
        if (refusesCopy(CopyOptions.DEFAULT)) {
            return;
        }
        copy("from", "to", CopyOptions.DEFAULT);

        assertThat(store().read("to")).isEmpty();
    }

    @Test
    default void keys_with_odd_characters_can_be_copied() throws IOException {
        store().put("plain", "text");
        if (refusesCopy(CopyOptions.DEFAULT)) {
            return;
        }
        var keys = Stream.of("a b+c", "a%2Fb", "x?y#z", "é\uD83D\uDCA1", " lead")
                .filter(key -> !refusedKeys().contains(key))
                .toList();
        for (String key : keys) {
            copy("plain", key, CopyOptions.DEFAULT);
            copy(key, "back/" + key, CopyOptions.DEFAULT);
            assertThat(store().text("back/" + key)).as("<%s> and back", key).isEqualTo("text");
        }
    }

    @Test
    default void a_copy_keeps_the_user_metadata_media_type_and_time() {
        var time = Instant.parse("2021-02-03T04:05:06Z");
        var options = PutOptions.DEFAULT.withUserMetadata(ORIGINAL).withContentType("text/x-waybill");
        var timed =
                store().capabilities().modifiedPrecision().isPresent() ? options.withContentModified(time) : options;
        if (refuses(Capability.USER_METADATA, () -> store().put("from", "x", timed))) {
            return;
        }
        store().put("from", "x", timed);
        if (refusesCopy(CopyOptions.DEFAULT)) {
            return;
        }
        copy("from", "to", CopyOptions.DEFAULT);

        assertThat(store().stat("to")).isPresent().get().satisfies(copy -> {
            var source = store().stat("from").orElseThrow();
            assertThat(copy.userMetadata()).contains(ORIGINAL);
            assertThat(copy.contentType()).isEqualTo(source.contentType());
            assertThat(copy.contentModified()).isEqualTo(source.contentModified());
        });
    }

    @Test
    default void a_copy_takes_the_user_metadata_that_is_named() {
        store().put("from", "x");
        var options = CopyOptions.DEFAULT.withUserMetadata(CHANGED);
        if (refusesCopy(options, Capability.USER_METADATA)) {
            return;
        }
        store().put("from", "x", PutOptions.DEFAULT.withUserMetadata(ORIGINAL));
        copy("from", "to", options);

        assertThat(store().stat("to").orElseThrow().userMetadata()).contains(CHANGED);
    }

    @Test
    default void naming_only_user_metadata_keeps_the_media_type() {
        store().put("from", "x", PutOptions.DEFAULT.withContentType("text/x-waybill"));
        var options = CopyOptions.DEFAULT.withUserMetadata(CHANGED);
        if (refusesCopy(options, Capability.USER_METADATA)) {
            return;
        }
        copy("from", "to", options);

        assertThat(store().stat("to").orElseThrow().contentType())
                .isEqualTo(store().stat("from").orElseThrow().contentType());
    }

    @Test
    default void copying_onto_itself_changes_the_user_metadata_that_is_named() throws IOException {
        store().put("key", "text");
        var options = CopyOptions.DEFAULT.withUserMetadata(CHANGED);
        if (refusesCopy(options, Capability.USER_METADATA)) {
            return;
        }
        copy("key", "key", options);

        assertThat(store().stat("key").orElseThrow().userMetadata()).contains(CHANGED);
        assertThat(store().text("key")).isEqualTo("text");
    }

    @Test
    default void a_copy_does_not_keep_the_write_id_of_its_source() {
        var id = new WriteId("write-0123456789");
        var options = CopyOptions.DEFAULT.withWriteId(new WriteId("copy-0123456789"));
        store().put("from", "x");
        if (refusesCopy(options, Capability.USER_METADATA)) {
            return;
        }
        store().put("from", "x", PutOptions.DEFAULT.withWriteId(id));
        copy("from", "plain", CopyOptions.DEFAULT);
        copy("from", "named", options);

        assertThat(store().stat("plain").orElseThrow().writeId()).isEmpty();
        assertThat(store().stat("named").orElseThrow().writeId()).isEqualTo(options.writeId());
    }

    @Test
    default void a_copy_of_a_named_version_refuses_any_other() throws IOException {
        var stale = store().put("from", "first").etag().orElse(NOT_THE_VERSION);
        var options = CopyOptions.DEFAULT.withIfSourceMatch(stale);
        store().put("from", "second");
        if (refusesCopy(options, Capability.VERSION_TOKENS)) {
            return;
        }

        assertThatExceptionOfType(PreconditionFailed.class).isThrownBy(() -> copy("from", "to", options));
        assertThat(store().stat("to")).isEmpty();
        copy("from", "to", CopyOptions.DEFAULT.withIfSourceMatch(store().etag("from")));
        assertThat(store().text("to")).isEqualTo("second");
    }

    @Test
    default void copy_if_absent_keeps_what_is_there() throws IOException {
        store().put("from", "new");
        store().put("to", "old");
        var options = CopyOptions.DEFAULT.withPrecondition(Precondition.ABSENT);
        if (refusesCopy(options, Capability.CONDITIONAL_COPY, Capability.PUT_IF_ABSENT)) {
            assertThat(store().text("to")).isEqualTo("old");
            return;
        }

        assertThatExceptionOfType(PreconditionFailed.class).isThrownBy(() -> copy("from", "to", options));
        assertThat(store().text("to")).isEqualTo("old");
        copy("from", "free", options);
        assertThat(store().text("free")).isEqualTo("new");
    }

    @Test
    default void copy_if_match_keeps_any_other_version() throws IOException {
        store().put("from", "new");
        var stale = store().put("to", "first").etag().orElse(NOT_THE_VERSION);
        store().put("to", "second");
        var options = CopyOptions.DEFAULT.withPrecondition(Precondition.matches(stale));
        if (refusesCopy(options, Capability.CONDITIONAL_COPY, Capability.PUT_IF_MATCH)) {
            assertThat(store().text("to")).isEqualTo("second");
            return;
        }

        assertThatExceptionOfType(PreconditionFailed.class).isThrownBy(() -> copy("from", "to", options));
        assertThat(store().text("to")).isEqualTo("second");
        copy("from", "to", CopyOptions.DEFAULT.withPrecondition(Precondition.matches(store().etag("to"))));
        assertThat(store().text("to")).isEqualTo("new");
    }

    /// Whether copies with these options are to be refused, which is asserted.
    private boolean refusesCopy(CopyOptions options, Capability... needed) {
        var all = Stream.concat(Stream.of(Capability.SERVER_SIDE_COPY), Stream.of(needed))
                .collect(Collectors.toSet());
        return refuses(Set.copyOf(all), () -> copy("from", "to", options));
    }

    private ObjectMetadata copy(String from, String to, CopyOptions options) {
        return store().client().copy(ObjectKey.of(from), ObjectKey.of(to), options);
    }
}
