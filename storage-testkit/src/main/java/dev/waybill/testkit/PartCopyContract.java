package dev.waybill.testkit;

import static dev.waybill.testkit.UploadFixture.complete;
import static dev.waybill.testkit.UploadFixture.joined;
import static dev.waybill.testkit.UploadFixture.putPart;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.ByteRange;
import dev.waybill.port.Capability;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.ObjectNotFound;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.UploadNotFound;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Parts of uploads that are ranges of objects.
interface PartCopyContract extends UploadFixture {
    /// Whether the store copies no parts; then it must refuse to, which is asserted.
    default boolean refusesPartCopies() {
        var needed = Set.of(Capability.RESUMABLE_UPLOAD, Capability.COPY_PART);
        return refuses(needed, () -> {
            store().put("refused", new byte[] {1});
            Etag version = store().stat("refused").orElseThrow().etag().orElse(CopyContract.NOT_THE_VERSION);
            try (var upload = open(request("key"))) {
                copyPart(upload, 1, "refused", 0, 1, version);
            }
        });
    }

    private static UploadedPart copyPart(
            UploadSession upload, int number, String from, long offset, long length, Etag version) {
        return upload.copyPart(number, ObjectKey.of(from), new ByteRange.Span(offset, length), version);
    }

    private Etag put(String key, byte[] bytes) {
        return store().put(key, bytes).etag().orElseThrow();
    }

    @Test
    default void a_part_may_be_a_range_of_the_object_that_is_replaced() throws IOException {
        if (refusesPartCopies()) {
            return;
        }
        byte[] old = joined(wholePart(1), wholePart(2), new byte[] {7, 8, 9});
        Etag version = put("folder/key", old);
        byte[] wanted = joined(wholePart(1), wholePart(5), new byte[] {7, 8, 9});
        try (var upload = open(request("folder/key"))) {
            var second = putPart(upload, 2, wholePart(5));
            var third = copyPart(upload, 3, "folder/key", 2L * partBytes(), 3, version);
            var first = copyPart(upload, 1, "folder/key", 0, partBytes(), version);
            assertThat(store().read("folder/key")).isEqualTo(old);
            complete(upload, List.of(first, second, third));
        }

        assertThat(store().read("folder/key")).isEqualTo(wanted);
    }

    @Test
    default void a_copied_part_is_listed_as_one_that_was_put() throws IOException {
        if (refusesPartCopies()) {
            return;
        }
        byte[] bytes = joined(wholePart(1), new byte[] {1, 2});
        Etag version = put("from", bytes);
        try (var upload = open(request("to"))) {
            var last = copyPart(upload, 2, "from", partBytes(), 2, version);
            var first = copyPart(upload, 1, "from", 0, partBytes(), version);
            assertThat(last.number()).isEqualTo(2);
            assertThat(last.size()).isEqualTo(2);
            assertThat(upload.parts()).extracting(UploadedPart::etag).containsExactly(first.etag(), last.etag());
            complete(upload, upload.parts());
        }

        assertThat(store().read("to")).isEqualTo(bytes);
    }

    @Test
    default void a_range_in_the_middle_of_an_object_is_copied_to_the_byte() throws IOException {
        if (refusesPartCopies()) {
            return;
        }
        byte[] bytes = TestSources.bytes(1000, 3);
        Etag version = put("from", bytes);
        try (var upload = open(request("to"))) {
            complete(upload, List.of(copyPart(upload, 1, "from", 13, 400, version)));
        }

        assertThat(store().read("to")).isEqualTo(Arrays.copyOfRange(bytes, 13, 413));
    }

    @Test
    default void no_part_is_copied_of_another_version() throws IOException {
        if (refusesPartCopies()) {
            return;
        }
        Etag before = put("key", wholePart(1));
        put("key", wholePart(2));
        try (var upload = open(request("key"))) {
            assertThatExceptionOfType(PreconditionFailed.class)
                    .isThrownBy(() -> copyPart(upload, 1, "key", 0, partBytes(), before));
            assertThat(upload.parts()).isEmpty();
            upload.abort();
        }

        assertThat(store().read("key")).isEqualTo(wholePart(2));
    }

    @Test
    default void no_part_is_copied_of_what_is_not_there() {
        if (refusesPartCopies()) {
            return;
        }
        try (var upload = open(request("key"))) {
            assertThatExceptionOfType(ObjectNotFound.class)
                    .isThrownBy(() -> copyPart(upload, 1, "nothing", 0, 1, CopyContract.NOT_THE_VERSION));
            upload.abort();
        }
    }

    @Test
    default void a_copied_part_may_be_replaced_by_one_that_is_put() throws IOException {
        if (refusesPartCopies()) {
            return;
        }
        Etag version = put("from", wholePart(1));
        try (var upload = open(request("to"))) {
            copyPart(upload, 1, "from", 0, partBytes(), version);
            complete(upload, List.of(putPart(upload, 1, wholePart(2))));
        }

        assertThat(store().read("to")).isEqualTo(wholePart(2));
    }

    @Test
    default void a_part_of_no_bytes_or_of_too_many_is_never_copied() {
        if (refusesPartCopies()) {
            return;
        }
        Etag version = put("from", joined(wholePart(1), wholePart(2)));
        try (var upload = open(request("to"))) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> copyPart(upload, 1, "from", 0, 0, version));
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> copyPart(upload, 1, "from", 0, partBytes() + 1L, version));
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> copyPart(upload, 0, "from", 0, 1, version));
            upload.abort();
        }
    }

    @Test
    default void no_part_is_copied_into_an_upload_that_is_over() {
        if (refusesPartCopies()) {
            return;
        }
        Etag version = put("from", wholePart(1));
        try (var upload = open(request("to"))) {
            upload.abort();

            assertThatExceptionOfType(UploadNotFound.class)
                    .isThrownBy(() -> copyPart(upload, 1, "from", 0, partBytes(), version));
        }
    }
}
