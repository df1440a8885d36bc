package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.waybill.port.ByteRange;
import dev.waybill.port.GetOptions;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.QuotaExceeded;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Put, get, stat and delete of one object.
interface BasicContract extends ContractFixture {
    @Test
    default void an_empty_object_round_trips_and_is_listed() throws IOException {
        store().put("empty", new byte[0]);

        assertThat(store().read("empty")).isEmpty();
        assertThat(store().stat("empty")).get().extracting(ObjectMetadata::size).isEqualTo(0L);
        assertThat(store().keys()).containsExactly("empty");
    }

    @Test
    default void a_single_byte_round_trips() throws IOException {
        store().put("one", new byte[] {(byte) 0xFF});

        assertThat(store().read("one")).containsExactly(0xFF);
    }

    @Test
    default void objects_of_sizes_around_common_buffers_round_trip() throws IOException {
        for (int size : new int[] {8191, 8192, 8193, 65_535, 65_536, 65_537, 131_073}) {
            byte[] bytes = TestSources.bytes(size, size);
            store().put("sized", bytes);

            assertThat(store().read("sized")).as("%d bytes", size).isEqualTo(bytes);
        }
    }

    @Test
    default void an_object_one_byte_longer_than_a_part_round_trips() throws IOException {
        long part =
                store().capabilities().uploadLimits().map(l -> l.minPartBytes()).orElse(1L << 20);
        byte[] bytes = TestSources.bytes(Math.toIntExact(part + 1), 4);
        store().put("large", bytes);

        assertThat(store().read("large")).isEqualTo(bytes);
    }

    @Test
    default void a_shorter_object_leaves_nothing_of_the_longer_one_it_replaces() throws IOException {
        store().put("key", TestSources.bytes(100_000, 1));
        store().put("key", "short");

        assertThat(store().text("key")).isEqualTo("short");
        assertThat(store().stat("key")).get().extracting(ObjectMetadata::size).isEqualTo(5L);
    }

    @Test
    default void putting_the_same_bytes_twice_leaves_one_object() throws IOException {
        store().put("key", "same");
        store().put("key", "same");

        assertThat(store().keys()).containsExactly("key");
        assertThat(store().text("key")).isEqualTo("same");
    }

    @Test
    default void get_of_an_absent_object_fails_naming_the_key() {
        assertThatExceptionOfType(ObjectNotFound.class)
                .isThrownBy(() -> store().read("folder/absent"))
                .withMessageContaining("folder/absent")
                .satisfies(e -> {
                    assertThat(e.key()).contains(ObjectKey.of("folder/absent"));
                    assertThat(e.store()).isEqualTo(store().client().store());
                });
    }

    @Test
    default void stat_of_an_absent_object_is_empty() {
        store().put("present", "x");

        assertThat(store().stat("absent")).isEmpty();
        assertThat(store().stat("presen")).isEmpty();
    }

    @Test
    default void what_lies_below_a_key_is_not_the_key() {
        store().put("folder/object", "x");

        assertThat(store().stat("folder")).isEmpty();
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store().read("folder"));
    }

    @Test
    default void deleting_the_name_of_a_folder_keeps_what_lies_in_it() throws IOException {
        store().put("folder/object", "x");
        store().delete("folder");

        assertThat(store().text("folder/object")).isEqualTo("x");
    }

    @Test
    default void stat_gives_key_size_and_time_of_what_was_put() {
        store().put("folder/key", "12345");

        var metadata = store().stat("folder/key").orElseThrow();
        assertThat(metadata.key()).isEqualTo(ObjectKey.of("folder/key"));
        assertThat(metadata.size()).isEqualTo(5);
        assertThat(Duration.between(metadata.modified(), Clock.systemUTC().instant())
                        .abs())
                .isLessThan(Duration.ofMinutes(15));
    }

    @Test
    default void put_returns_what_stat_gives() {
        var returned = store().put("key", "12345");

        var metadata = store().stat("key").orElseThrow();
        assertThat(returned.key()).isEqualTo(metadata.key());
        assertThat(returned.size()).isEqualTo(metadata.size());
        assertThat(returned.etag()).isEqualTo(metadata.etag());
    }

    @Test
    default void get_gives_the_metadata_that_stat_gives() throws IOException {
        store().put("key", "12345");

        var metadata = store().stat("key").orElseThrow();
        var opened = store().opened("key", GetOptions.WHOLE);
        assertThat(opened.metadata().key()).isEqualTo(metadata.key());
        assertThat(opened.metadata().size()).isEqualTo(5);
        assertThat(opened.metadata().etag()).isEqualTo(metadata.etag());
        assertThat(opened.range()).isEqualTo(ByteRange.of(0, 5));
    }

    @Test
    default void a_listing_agrees_with_stat() {
        store().put("key", "12345");

        var metadata = store().stat("key").orElseThrow();
        var listed = store().list(ListOptions.of(KeyPrefix.ALL)).get(0);
        assertThat(listed.key()).isEqualTo(metadata.key());
        assertThat(listed.size()).isEqualTo(metadata.size());
        assertThat(listed.etag()).isIn(Optional.empty(), metadata.etag());
        assertThat(listed.modified()).isCloseTo(metadata.modified(), within(1, ChronoUnit.SECONDS));
    }

    @Test
    default void the_etag_changes_when_the_bytes_change() {
        var first = store().put("key", "first").etag();
        var second = store().put("key", "other").etag();

        assertThat(first.isPresent()).isEqualTo(second.isPresent());
        assertThat(store().stat("key").orElseThrow().etag()).isEqualTo(second);
        first.ifPresent(etag -> assertThat(second).isNotEqualTo(Optional.of(etag)));
    }

    @Test
    default void a_deleted_object_is_gone_from_stat_get_and_list() {
        store().putAll("kept", "gone");
        store().delete("gone");

        assertThat(store().stat("gone")).isEmpty();
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store().read("gone"));
        assertThat(store().keys()).containsExactly("kept");
    }

    @Test
    default void deleting_an_absent_object_succeeds() {
        store().put("folder/kept", "x");
        store().delete("absent");
        store().delete("folder/absent");
        store().delete("no/such/folder");

        assertThat(store().keys()).containsExactly("folder/kept");
    }

    @Test
    default void deleting_twice_succeeds() {
        store().put("key", "x");
        store().delete("key");
        store().delete("key");

        assertThat(store().stat("key")).isEmpty();
    }

    @Test
    default void a_deleted_key_can_be_put_again() throws IOException {
        store().put("folder/key", "before");
        store().delete("folder/key");
        store().put("folder/key", "after");

        assertThat(store().text("folder/key")).isEqualTo("after");
        assertThat(store().keys()).containsExactly("folder/key");
    }

    @Test
    default void a_folder_that_was_emptied_leaves_its_name_free() throws IOException {
        store().put("name/deep/object", "x");
        store().delete("name/deep/object");
        store().put("name", "now an object");

        assertThat(store().text("name")).isEqualTo("now an object");
        assertThat(store().keys()).containsExactly("name");
    }

    @Test
    default void another_client_sees_what_was_put_replaced_and_deleted() throws IOException {
        store().put("key", "first");
        assertThat(secondClient().text("key")).isEqualTo("first");

        secondClient().put("key", "second");
        assertThat(store().text("key")).isEqualTo("second");

        store().delete("key");
        assertThat(secondClient().stat("key")).isEmpty();
        assertThat(secondClient().keys()).isEmpty();
    }

    @Test
    default void put_opens_its_source_once_and_closes_it() {
        var source = new CountingSource(ObjectSource.of(TestSources.bytes(10_000, 1)));
        store().put("key", source);

        assertThat(source.opened()).isEqualTo(1);
        assertThat(source.closed()).isEqualTo(1);
    }

    @Test
    default void an_object_larger_than_put_takes_is_refused_before_it_is_read() {
        long most = store().capabilities().maxPutBytes();
        var source = new CountingSource(TestSources.declaring(most + 1, new byte[1]));

        if (most < Long.MAX_VALUE) {
            assertThatExceptionOfType(QuotaExceeded.class).isThrownBy(() -> store().put("huge", source));
        }
        assertThat(source.opened()).isZero();
        assertThat(store().stat("huge")).isEmpty();
    }
}
