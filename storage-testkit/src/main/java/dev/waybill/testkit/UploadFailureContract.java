package dev.waybill.testkit;

import static dev.waybill.testkit.UploadFixture.complete;
import static dev.waybill.testkit.UploadFixture.putPart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.waybill.port.Capability;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.NotSupported;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.SourceFailed;
import dev.waybill.port.StorageException.UploadNotFound;
import dev.waybill.port.StorageException.UploadPartsRejected;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Uploads in parts that are given up, or cannot be completed.
interface UploadFailureContract extends UploadFixture {
    @Test
    default void an_aborted_upload_is_no_more() {
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("key"))) {
            var part = putPart(upload, 1, new byte[] {1});
            upload.abort();

            assertThat(store().uploads("")).isEmpty();
            assertThatExceptionOfType(UploadNotFound.class).isThrownBy(() -> complete(upload, List.of(part)));
            assertThatExceptionOfType(UploadNotFound.class).isThrownBy(upload::parts);
            assertThatExceptionOfType(UploadNotFound.class).isThrownBy(() -> putPart(upload, 2, new byte[] {2}));
        }
        assertThat(store().stat("key")).isEmpty();
    }

    @Test
    default void aborting_leaves_the_old_bytes() throws IOException {
        store().put("key", "old");
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("key"))) {
            putPart(upload, 1, new byte[] {1});
            upload.abort();
        }

        assertThat(store().text("key")).isEqualTo("old");
    }

    @Test
    default void aborting_twice_does_nothing() {
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("key"))) {
            upload.abort();
            upload.abort();
        }

        assertThat(store().uploads("")).isEmpty();
    }

    @Test
    default void a_completed_upload_cannot_be_gone_on_with() throws IOException {
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("key"))) {
            var part = putPart(upload, 1, new byte[] {1});
            complete(upload, List.of(part));

            assertThatExceptionOfType(UploadNotFound.class).isThrownBy(upload::parts);
            assertThatExceptionOfType(UploadNotFound.class).isThrownBy(() -> putPart(upload, 1, new byte[] {2}));
            upload.abort();
        }
        assertThat(store().read("key")).containsExactly(1);
    }

    @Test
    default void an_upload_that_is_no_more_cannot_be_resumed() {
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("key"))) {
            upload.abort();
            var resuming = request("key").resuming(upload.id());

            assertThatExceptionOfType(UploadNotFound.class)
                    .isThrownBy(() -> UploadFixture.begin(secondClient(), resuming))
                    .satisfies(e -> assertThat(e.key()).contains(ObjectKey.of("key")));
        }
    }

    @Test
    default void a_missing_part_is_rejected_and_may_be_put_still() throws IOException {
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("key"))) {
            putPart(upload, 1, wholePart(1));
            var third = putPart(upload, 3, new byte[] {3});
            var first = upload.parts().get(0);
            assertRejected(() -> complete(upload, List.of(first, third)));
            assertThat(store().stat("key")).isEmpty();

            var second = putPart(upload, 2, wholePart(2));
            complete(upload, List.of(first, second, third));
        }
        assertThat(store().read("key")).hasSize(2 * partBytes() + 1);
    }

    @Test
    default void parts_that_do_not_begin_with_the_first_are_rejected() {
        assertNeverCompletes((first, second) -> List.of(second));
    }

    @Test
    default void parts_out_of_order_are_rejected() {
        assertNeverCompletes((first, second) -> List.of(second, first));
    }

    @Test
    default void no_part_at_all_is_rejected() {
        assertNeverCompletes((first, second) -> List.of());
    }

    @Test
    default void a_part_that_was_never_put_is_rejected() {
        assertNeverCompletes((first, second) -> List.of(
                first,
                new UploadedPart(2, second.size(), new Etag("00000000000000000000000000000000"), Optional.empty())));
    }

    @Test
    default void a_part_that_was_put_again_since_is_rejected() {
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("key"))) {
            var stale = putPart(upload, 1, new byte[] {1});
            putPart(upload, 1, new byte[] {2});

            assertRejected(() -> complete(upload, List.of(stale)));
            assertThat(store().stat("key")).isEmpty();
            upload.abort();
        }
    }

    @Test
    default void a_short_part_before_the_last_is_rejected() {
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("key"))) {
            var parts = List.of(putPart(upload, 1, new byte[] {1}), putPart(upload, 2, new byte[] {2}));

            assertRejected(() -> complete(upload, parts));
            assertThat(store().stat("key")).isEmpty();
            upload.abort();
        }
    }

    @Test
    default void a_rejected_completion_leaves_the_old_bytes() throws IOException {
        store().put("key", "old");
        assertNeverCompletes((first, second) -> List.of(second));

        assertThat(store().text("key")).isEqualTo("old");
    }

    @Test
    default void numbers_and_lengths_out_of_bounds_are_a_bug() {
        if (refusesUploads()) {
            return;
        }
        int maxParts = store().capabilities().uploadLimits().orElseThrow().maxParts();
        try (var upload = open(request("key"))) {
            assertThatIllegalArgumentException().isThrownBy(() -> putPart(upload, 0, new byte[1]));
            assertThatIllegalArgumentException().isThrownBy(() -> putPart(upload, maxParts + 1, new byte[1]));
            assertThatIllegalArgumentException().isThrownBy(() -> putPart(upload, 1, new byte[partBytes() + 1]));
            assertThat(upload.parts()).isEmpty();
            upload.abort();
        }
    }

    @Test
    default void a_part_whose_source_fails_is_not_held() {
        if (refusesUploads()) {
            return;
        }
        byte[] bytes = wholePart(1);
        try (var upload = open(request("key"))) {
            assertPartFails(upload, TestSources.throwingAfter(bytes.length / 2, bytes, new IOException("no more")));
            assertPartFails(upload, TestSources.declaring(bytes.length, new byte[bytes.length - 1]));
            assertPartFails(upload, TestSources.declaring(bytes.length - 1, bytes));

            assertThat(upload.parts()).isEmpty();
            upload.abort();
        }
    }

    @Test
    default void a_part_whose_source_fails_leaves_the_part_before_it() throws IOException {
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("key"))) {
            var part = putPart(upload, 1, new byte[] {1, 2, 3});
            assertPartFails(upload, TestSources.declaring(3, new byte[2]));
            complete(upload, List.of(part));
        }

        assertThat(store().read("key")).containsExactly(1, 2, 3);
    }

    @Test
    default void the_checksum_of_the_whole_is_verified() throws IOException {
        if (refusesUploads()) {
            return;
        }
        byte[] bytes = {1, 2, 3};
        for (var algorithm : store().capabilities().uploadChecksums()) {
            try (var upload = open(request("key").withChecksum(algorithm))) {
                var parts = List.of(putPart(upload, 1, bytes));
                assertThatExceptionOfType(CorruptContent.class)
                        .as("a wrong %s", algorithm)
                        .isThrownBy(() -> upload.complete(parts, Optional.of(of(algorithm, new byte[] {3, 2, 1}))));
                assertThat(store().stat("key")).isEmpty();
            }
            try (var upload = open(request("key").withChecksum(algorithm))) {
                var parts = List.of(putPart(upload, 1, bytes));
                upload.complete(parts, Optional.of(of(algorithm, bytes)));
                assertThat(store().read("key")).as("a right %s", algorithm).isEqualTo(bytes);
            }
            store().delete("key");
        }
    }

    @Test
    default void a_checksum_that_uploads_do_not_verify_is_not_supported() {
        if (refusesUploads()) {
            return;
        }
        for (var algorithm : ChecksumAlgorithm.values()) {
            if (!store().capabilities().uploadChecksums().contains(algorithm)) {
                assertThatExceptionOfType(NotSupported.class)
                        .as("an upload with %s", algorithm)
                        .isThrownBy(() -> begin(request("key").withChecksum(algorithm)));
            }
        }
        assertThat(store().uploads("")).isEmpty();
    }

    @Test
    default void an_upload_if_absent_keeps_what_came_before_its_completion() throws IOException {
        var request = conditional(Precondition.ABSENT);
        if (refusesUploads() || refusesConditional(request, Capability.PUT_IF_ABSENT)) {
            return;
        }
        try (var upload = open(request)) {
            var part = putPart(upload, 1, new byte[] {1});
            store().put("key", "meanwhile");

            assertThatExceptionOfType(PreconditionFailed.class).isThrownBy(() -> complete(upload, List.of(part)));
        }
        assertThat(store().text("key")).isEqualTo("meanwhile");
    }

    @Test
    default void an_upload_if_absent_creates_an_object() throws IOException {
        var request = conditional(Precondition.ABSENT);
        if (refusesUploads() || refusesConditional(request, Capability.PUT_IF_ABSENT)) {
            return;
        }
        upload(request, new byte[] {1});

        assertThat(store().read("key")).containsExactly(1);
    }

    @Test
    default void an_upload_if_match_replaces_only_that_version() throws IOException {
        var version = store().put("key", "first").etag().orElse(new Etag("0123456789abcdef"));
        var request = conditional(Precondition.matches(version));
        if (refusesUploads() || refusesConditional(request, Capability.PUT_IF_MATCH)) {
            return;
        }
        upload(request, new byte[] {1});
        assertThat(store().read("key")).containsExactly(1);

        assertThatExceptionOfType(PreconditionFailed.class).isThrownBy(() -> upload(request, new byte[] {2}));
        assertThat(store().read("key")).containsExactly(1);
    }

    private UploadRequest conditional(Precondition condition) {
        return UploadRequest.start(ObjectKey.of("key"), PutOptions.DEFAULT.withPrecondition(condition), partBytes());
    }

    private boolean refusesConditional(UploadRequest request, Capability condition) {
        return refuses(Set.of(Capability.CONDITIONAL_COMPLETE, condition), () -> begin(request));
    }

    private void assertNeverCompletes(Naming naming) {
        if (refusesUploads()) {
            return;
        }
        try (var upload = open(request("key"))) {
            var first = putPart(upload, 1, wholePart(1));
            var second = putPart(upload, 2, new byte[] {2});

            assertRejected(() -> complete(upload, naming.of(first, second)));
            assertThat(upload.parts()).hasSize(2);
            upload.abort();
        }
    }

    private static void assertRejected(ThrowingCallable completion) {
        assertThatExceptionOfType(UploadPartsRejected.class).isThrownBy(completion);
    }

    private static void assertPartFails(UploadSession upload, ObjectSource source) {
        assertThatExceptionOfType(SourceFailed.class).isThrownBy(() -> upload.putPart(1, source));
    }

    private static Checksum of(ChecksumAlgorithm algorithm, byte[] bytes) {
        return ContentHasher.hash(algorithm, bytes);
    }

    /// Which parts a completion names.
    @FunctionalInterface
    interface Naming {
        List<UploadedPart> of(UploadedPart first, UploadedPart second);
    }
}
