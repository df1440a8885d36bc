package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.Capability;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.GetOptions;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.UserMetadata;
import dev.waybill.port.WriteId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is kept beside the bytes, and checksums.
interface MetadataContract extends ContractFixture {
    UserMetadata COLOURS = UserMetadata.of(Map.of("colour", "blue", "shade-2", "a 50% grey, + a /"));

    @Test
    default void user_metadata_round_trips() {
        var options = PutOptions.DEFAULT.withUserMetadata(COLOURS);
        if (refuses(Capability.USER_METADATA, () -> store().put("key", "x", options))) {
            return;
        }
        store().put("key", "x", options);

        assertThat(store().stat("key").orElseThrow().userMetadata()).contains(COLOURS);
    }

    @Test
    default void values_of_user_metadata_outside_ascii_round_trip() {
        var entries = UserMetadata.of(Map.of(
                "city", "Zürich", "sign", "値段 100%", "beyond", "\uD83D\uDCA1", "encoded", "%C3%BC", "spaced", " x "));
        var options = PutOptions.DEFAULT.withUserMetadata(entries);
        if (refuses(Capability.USER_METADATA, () -> store().put("key", "x", options))) {
            return;
        }
        store().put("key", "x", options);

        assertThat(store().stat("key").orElseThrow().userMetadata()).contains(entries);
    }

    @Test
    default void get_gives_the_user_metadata() throws IOException {
        var options = PutOptions.DEFAULT.withUserMetadata(COLOURS);
        if (refuses(Capability.USER_METADATA, () -> store().put("key", "x", options))) {
            return;
        }
        store().put("key", "x", options);

        assertThat(store().opened("key", GetOptions.WHOLE).metadata().userMetadata())
                .contains(COLOURS);
    }

    @Test
    default void replacing_an_object_drops_its_user_metadata() {
        var options = PutOptions.DEFAULT.withUserMetadata(COLOURS);
        if (refuses(Capability.USER_METADATA, () -> store().put("key", "x", options))) {
            return;
        }
        store().put("key", "x", options);
        store().put("key", "y");

        assertThat(store().stat("key").orElseThrow().userMetadata()).contains(UserMetadata.EMPTY);
    }

    @Test
    default void refused_user_metadata_leaves_the_key_as_it_was() throws IOException {
        store().put("key", "old");
        var options = PutOptions.DEFAULT.withUserMetadata(COLOURS);
        if (refuses(Capability.USER_METADATA, () -> store().put("key", "new", options))) {
            assertThat(store().text("key")).isEqualTo("old");
            return;
        }
        store().put("key", "new", options);

        assertThat(store().text("key")).isEqualTo("new");
    }

    @Test
    default void the_id_of_a_write_is_kept_until_the_next_write() {
        var id = new WriteId("write-0123456789");
        var options = PutOptions.DEFAULT.withWriteId(id);
        if (refuses(Capability.USER_METADATA, () -> store().put("key", "x", options))) {
            return;
        }
        store().put("key", "x", options);
        assertThat(store().stat("key").orElseThrow().writeId()).contains(id);

        store().put("key", "x");
        assertThat(store().stat("key").orElseThrow().writeId()).isEmpty();
    }

    @Test
    default void the_id_of_a_write_is_not_among_the_user_metadata() {
        var options = PutOptions.DEFAULT.withUserMetadata(COLOURS).withWriteId(new WriteId("write-0123456789"));
        if (refuses(Capability.USER_METADATA, () -> store().put("key", "x", options))) {
            return;
        }
        store().put("key", "x", options);

        assertThat(store().stat("key").orElseThrow().userMetadata()).contains(COLOURS);
    }

    @Test
    default void a_media_type_is_kept_or_not_spoken_of() {
        store().put("key", "x", PutOptions.DEFAULT.withContentType("text/x-waybill; charset=utf-8"));

        var type = store().stat("key").orElseThrow().contentType();
        assertThat(type).isIn(Optional.empty(), Optional.of("text/x-waybill; charset=utf-8"));
        if (can(Capability.USER_METADATA)) {
            assertThat(type).isPresent();
        }
    }

    @Test
    default void the_time_of_the_content_is_kept_to_the_declared_precision() {
        var time = Instant.parse("2021-02-03T04:05:06.789012345Z");
        var options = PutOptions.DEFAULT.withContentModified(time);
        var precision = store().capabilities().modifiedPrecision();
        if (precision.isEmpty()) {
            assertThatExceptionOfType(NotSupported.class).isThrownBy(() -> store().put("key", "x", options));
            return;
        }
        store().put("key", "x", options);

        var kept = store().stat("key").orElseThrow().contentModified().orElseThrow();
        assertThat(kept).isBeforeOrEqualTo(time);
        assertThat(Duration.between(kept, time)).isLessThan(precision.get());
    }

    @Test
    default void a_time_of_the_content_before_1970_is_kept() {
        var time = Instant.parse("1969-07-20T20:17:40.250Z");
        var options = PutOptions.DEFAULT.withContentModified(time);
        var precision = store().capabilities().modifiedPrecision();
        if (precision.isEmpty()) {
            assertThatExceptionOfType(NotSupported.class).isThrownBy(() -> store().put("key", "x", options));
            return;
        }
        store().put("key", "x", options);

        var kept = store().stat("key").orElseThrow().contentModified().orElseThrow();
        assertThat(Duration.between(kept, time).abs()).isLessThan(precision.get());
    }

    @Test
    default void the_time_of_the_content_is_not_among_the_user_metadata() {
        var options = PutOptions.DEFAULT.withContentModified(Instant.parse("2021-02-03T04:05:06Z"));
        if (store().capabilities().modifiedPrecision().isEmpty()) {
            assertThatExceptionOfType(NotSupported.class).isThrownBy(() -> store().put("key", "x", options));
            return;
        }
        store().put("key", "x", options);

        assertThat(store().stat("key").orElseThrow().userMetadata())
                .isIn(Optional.empty(), Optional.of(UserMetadata.EMPTY));
    }

    @Test
    default void every_metadata_has_an_etag_where_versions_have_tokens() throws IOException {
        var put = store().put("key", "x");
        var opened = store().opened("key", GetOptions.WHOLE).metadata();
        var listed = store().list(ListOptions.of(KeyPrefix.ALL)).get(0);

        if (can(Capability.VERSION_TOKENS)) {
            assertThat(put.etag()).isPresent();
            assertThat(opened.etag()).isEqualTo(put.etag());
            assertThat(listed.etag()).isEqualTo(put.etag());
            assertThat(store().stat("key").flatMap(ObjectMetadata::etag)).isEqualTo(put.etag());
        }
    }

    @Test
    default void a_right_checksum_is_accepted() throws IOException {
        byte[] bytes = TestSources.bytes(10_000, 5);
        for (var algorithm : store().capabilities().checksums()) {
            store().put("key", bytes, PutOptions.DEFAULT.withChecksum(ContentHasher.hash(algorithm, bytes)));

            assertThat(store().read("key")).as("put with %s", algorithm).isEqualTo(bytes);
            store().delete("key");
        }
        assertThat(store().keys()).isEmpty();
    }

    @Test
    default void a_wrong_checksum_stores_nothing() {
        for (var algorithm : store().capabilities().checksums()) {
            assertThatExceptionOfType(CorruptContent.class)
                    .as("put with a wrong %s", algorithm)
                    .isThrownBy(() -> store().put("key", "bytes", wrong(algorithm)))
                    .satisfies(e -> assertThat(e.key()).contains(ObjectKey.of("key")));
            assertThat(store().keys()).as("after a wrong %s", algorithm).isEmpty();
        }
    }

    @Test
    default void a_wrong_checksum_leaves_the_old_bytes() throws IOException {
        store().put("key", "old");
        for (var algorithm : store().capabilities().checksums()) {
            assertThatExceptionOfType(CorruptContent.class)
                    .isThrownBy(() -> store().put("key", "new", wrong(algorithm)));
            assertThat(store().text("key")).as("after a wrong %s", algorithm).isEqualTo("old");
        }
        assertThat(store().text("key")).isEqualTo("old");
    }

    @Test
    default void a_wrong_checksum_of_a_source_of_unknown_length_stores_nothing() {
        for (var algorithm : store().capabilities().checksums()) {
            var source = TestSources.ofUnknownLength(TestSources.bytes(10_000, 1));
            assertThatExceptionOfType(CorruptContent.class)
                    .isThrownBy(() -> store().client().put(ObjectKey.of("key"), source, wrong(algorithm)));
        }
        assertThat(store().keys()).isEmpty();
    }

    @Test
    default void a_checksum_that_put_does_not_verify_is_not_supported() {
        for (var algorithm : ChecksumAlgorithm.values()) {
            if (!store().capabilities().checksums().contains(algorithm)) {
                assertThatExceptionOfType(NotSupported.class)
                        .as("put with %s", algorithm)
                        .isThrownBy(() -> store().put("key", "bytes", wrong(algorithm)));
            }
        }
        assertThat(store().keys()).isEmpty();
    }

    @Test
    default void checksums_that_the_store_gives_are_those_of_the_bytes() throws IOException {
        byte[] bytes = TestSources.bytes(10_000, 5);
        store().put("key", bytes);

        var opened = store().opened("key", GetOptions.WHOLE).metadata();
        assertThat(store().stat("key").orElseThrow().checksums())
                .allSatisfy(c -> assertThat(c).isEqualTo(ContentHasher.hash(c.algorithm(), bytes)));
        assertThat(opened.checksums())
                .allSatisfy(c -> assertThat(c).isEqualTo(ContentHasher.hash(c.algorithm(), bytes)));
    }

    private static PutOptions wrong(ChecksumAlgorithm algorithm) {
        Checksum other = ContentHasher.hash(algorithm, StoreUnderTest.utf8("something else"));
        return PutOptions.DEFAULT.withChecksum(other);
    }
}
