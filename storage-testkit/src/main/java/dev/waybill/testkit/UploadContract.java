package dev.waybill.testkit;

import static dev.waybill.testkit.UploadFixture.close;
import static dev.waybill.testkit.UploadFixture.complete;
import static dev.waybill.testkit.UploadFixture.joined;
import static dev.waybill.testkit.UploadFixture.putPart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.waybill.port.Capability;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadedPart;
import dev.waybill.port.UserMetadata;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Uploads in parts that come to a good end.
interface UploadContract extends UploadFixture {
    @Test
    default void uploads_are_listed_or_not_supported() {
        if (refuses(Capability.RESUMABLE_UPLOAD, () -> store().uploads(""))) {
            return;
        }

        assertThat(store().uploads("")).isEmpty();
    }

    @Test
    default void parts_make_an_object_in_the_order_of_their_numbers() throws IOException {
        if (refusesUploads()) {
            return;
        }
        byte[] last = {1, 2, 3};
        try (var upload = open(request("folder/key"))) {
            var third = putPart(upload, 3, last);
            var first = putPart(upload, 1, wholePart(1));
            var second = putPart(upload, 2, wholePart(2));
            complete(upload, List.of(first, second, third));
        }

        assertThat(store().read("folder/key")).isEqualTo(joined(wholePart(1), wholePart(2), last));
        assertThat(store().keys()).containsExactly("folder/key");
    }

    @Test
    default void parts_may_be_put_at_once() throws Exception {
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("key"))) {
            var parts = Crowd.all(4, i -> () -> putPart(upload, i + 1, wholePart(i + 1)));
            complete(upload, parts);
        }

        assertThat(store().read("key")).isEqualTo(joined(wholePart(1), wholePart(2), wholePart(3), wholePart(4)));
    }

    @Test
    default void one_part_may_be_shorter_than_a_whole_part() throws IOException {
        if (refusesUploads()) {
            return;
        }
        upload(request("key"), new byte[] {42});

        assertThat(store().read("key")).containsExactly(42);
    }

    @Test
    default void an_empty_object_is_one_part_of_no_bytes() throws IOException {
        if (refusesUploads()) {
            return;
        }
        var metadata = upload(request("key"), new byte[0]);

        assertThat(metadata.size()).isZero();
        assertThat(store().read("key")).isEmpty();
    }

    @Test
    default void complete_returns_what_stat_gives() {
        if (refusesUploads()) {
            return;
        }
        var returned = upload(request("key"), new byte[] {1, 2, 3});

        var metadata = store().stat("key").orElseThrow();
        assertThat(returned.key()).isEqualTo(ObjectKey.of("key"));
        assertThat(returned.size()).isEqualTo(metadata.size()).isEqualTo(3);
        assertThat(returned.etag()).isEqualTo(metadata.etag());
    }

    @Test
    default void a_part_put_again_replaces_the_one_before() throws IOException {
        if (refusesUploads()) {
            return;
        }
        byte[] wanted = wholePart(2);
        try (var upload = open(request("key"))) {
            putPart(upload, 1, wholePart(1));
            var last = putPart(upload, 2, new byte[] {9});
            var first = putPart(upload, 1, wanted);
            assertThat(upload.parts()).extracting(UploadedPart::number).containsExactly(1, 2);
            complete(upload, List.of(first, last));
        }

        assertThat(store().read("key")).isEqualTo(joined(wanted, new byte[] {9}));
    }

    @Test
    default void parts_are_listed_by_number_with_their_size() {
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("key"))) {
            assertThat(upload.parts()).isEmpty();
            putPart(upload, 2, new byte[] {1, 2});
            putPart(upload, 1, wholePart(1));

            assertThat(upload.parts())
                    .extracting(part -> part.number() + ":" + part.size())
                    .containsExactly("1:" + partBytes(), "2:2");
            upload.abort();
        }
    }

    @Test
    default void parts_that_are_listed_complete_the_object() throws IOException {
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("key"))) {
            putPart(upload, 1, wholePart(1));
            putPart(upload, 2, new byte[] {7});
            complete(upload, upload.parts());
        }

        assertThat(store().read("key")).isEqualTo(joined(wholePart(1), new byte[] {7}));
    }

    @Test
    default void an_upload_shows_nothing_before_it_is_complete() {
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("folder/key"))) {
            putPart(upload, 1, new byte[] {1});

            assertThat(store().stat("folder/key")).isEmpty();
            assertThat(store().keys()).isEmpty();
            upload.abort();
        }
    }

    @Test
    default void an_upload_leaves_the_old_bytes_until_it_is_complete() throws IOException {
        store().put("key", "old");
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("key"))) {
            var part = putPart(upload, 1, StoreUnderTest.utf8("new"));
            assertThat(store().text("key")).isEqualTo("old");
            assertThat(store().keys()).containsExactly("key");
            complete(upload, List.of(part));
        }

        assertThat(store().text("key")).isEqualTo("new");
    }

    @Test
    default void what_is_named_at_the_start_is_kept_with_the_object() {
        var entries = UserMetadata.of(Map.of("origin", "Zürich"));
        var time = Instant.parse("2021-02-03T04:05:06Z");
        if (refusesUploads()) {
            return;
        }
        var plain = PutOptions.DEFAULT.withContentType("text/x-waybill");
        var timed = store().capabilities().modifiedPrecision().isPresent() ? plain.withContentModified(time) : plain;
        var options = can(Capability.USER_METADATA) ? timed.withUserMetadata(entries) : timed;
        upload(UploadRequest.start(ObjectKey.of("key"), options, partBytes()), new byte[] {1});
        store().put("put", "x", options);

        var uploaded = store().stat("key").orElseThrow();
        var put = store().stat("put").orElseThrow();
        assertThat(uploaded.userMetadata()).isEqualTo(put.userMetadata());
        assertThat(uploaded.contentType()).isEqualTo(put.contentType());
        assertThat(uploaded.contentModified()).isEqualTo(put.contentModified());
    }

    @Test
    default void user_metadata_of_an_upload_round_trips_or_is_not_supported() {
        var entries = UserMetadata.of(Map.of("origin", "Zürich"));
        if (refusesUploads()) {
            return;
        }
        var request =
                UploadRequest.start(ObjectKey.of("key"), PutOptions.DEFAULT.withUserMetadata(entries), partBytes());
        if (!can(Capability.USER_METADATA)) {
            assertThatExceptionOfType(NotSupported.class).isThrownBy(() -> begin(request));
            return;
        }
        upload(request, new byte[] {1});

        assertThat(store().stat("key").orElseThrow().userMetadata()).contains(entries);
    }

    @Test
    default void an_upload_can_be_resumed_by_its_id_from_another_client() throws IOException {
        if (refusesUploads()) {
            return;
        }
        var request = request("key");
        try (var upload = open(request)) {
            putPart(upload, 1, wholePart(1));
            close(upload);
            try (var resumed = secondClient().client().openUpload(request.resuming(upload.id()))) {
                assertThat(resumed.key()).isEqualTo(ObjectKey.of("key"));
                assertThat(resumed.id()).isEqualTo(upload.id());
                assertThat(resumed.parts()).extracting(UploadedPart::number).containsExactly(1);
                putPart(resumed, 2, new byte[] {5});
                complete(resumed, resumed.parts());
            }
        }

        assertThat(store().read("key")).isEqualTo(joined(wholePart(1), new byte[] {5}));
    }

    @Test
    default void an_upload_of_another_client_can_be_looked_at_and_aborted_as_it_is_listed() {
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("key"))) {
            putPart(upload, 1, wholePart(1));
            putPart(upload, 2, new byte[] {1, 2, 3});
        }
        var other = secondClient();
        var limits = other.capabilities().uploadLimits().orElseThrow();
        var listed = other.uploads("").getFirst();
        try (var found = other.client().openUpload(listed.toLookAt(limits))) {
            assertThat(found.parts())
                    .extracting(part -> part.number() + ":" + part.size())
                    .containsExactly("1:" + partBytes(), "2:3");
            found.abort();
        }

        assertThat(store().uploads("")).isEmpty();
    }

    @Test
    default void closing_a_session_twice_keeps_the_upload() {
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("key"))) {
            close(upload);
            close(upload);

            assertThat(store().uploads("")).extracting(UnfinishedUpload::id).containsExactly(upload.id());
        }
    }

    @Test
    default void unfinished_uploads_are_listed_under_a_prefix() {
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("a/key"));
                var other = open(request("b/key"))) {
            assertThat(store().uploads("a/"))
                    .extracting(UnfinishedUpload::key, UnfinishedUpload::id)
                    .containsExactly(tuple(ObjectKey.of("a/key"), upload.id()));
            assertThat(store().uploads(KeyPrefix.ALL.value()))
                    .extracting(UnfinishedUpload::id)
                    .containsExactlyInAnyOrder(upload.id(), other.id());
            assertThat(store().uploads("c")).isEmpty();
        }
    }

    @Test
    default void a_completed_upload_is_no_longer_listed() {
        if (refusesUploads()) {
            return;
        }
        upload(request("key"), new byte[] {1});

        assertThat(store().uploads("")).isEmpty();
    }

    @Test
    default void two_uploads_to_one_key_have_ids_and_parts_of_their_own() throws IOException {
        if (refusesUploads()) {
            return;
        }
        try (var one = open(request("key"));
                var two = open(request("key"))) {
            var partOfOne = putPart(one, 1, StoreUnderTest.utf8("one"));
            assertThat(two.id()).isNotEqualTo(one.id());
            assertThat(two.parts()).isEmpty();
            complete(one, List.of(partOfOne));
            assertThat(store().text("key")).isEqualTo("one");
            two.abort();
        }

        assertThat(store().text("key")).isEqualTo("one");
    }
}
