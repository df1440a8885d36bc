package dev.waybill.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Capability;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.UploadLimits;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/// What the tests of uploads share. Parts are as small as the store allows, so that tests are quick.
interface UploadFixture extends ContractFixture {
    /// The length of a whole part.
    default int partBytes() {
        return Math.toIntExact(store().capabilities()
                .uploadLimits()
                .map(UploadLimits::minPartBytes)
                .orElse(1L));
    }

    /// A whole part, different for each seed.
    default byte[] wholePart(int seed) {
        return TestSources.bytes(partBytes(), seed);
    }

    default UploadRequest request(String key) {
        return UploadRequest.start(ObjectKey.of(key), PutOptions.DEFAULT, partBytes());
    }

    /// Whether the store offers no uploads; then it must refuse them, which is asserted.
    default boolean refusesUploads() {
        return refuses(Capability.RESUMABLE_UPLOAD, () -> begin(request("key")));
    }

    /// Begins an upload and leaves it at that.
    default void begin(UploadRequest request) {
        begin(store(), request);
    }

    /// Begins an upload by that client and leaves it at that.
    static void begin(StoreUnderTest client, UploadRequest request) {
        try (var upload = client.client().openUpload(request)) {
            assertThat(upload.key()).isEqualTo(request.key());
        }
    }

    @MustBeClosed
    default UploadSession open(UploadRequest request) {
        return store().client().openUpload(request);
    }

    /// Uploads these parts in order and completes them.
    default ObjectMetadata upload(UploadRequest request, byte[]... parts) {
        try (var upload = open(request)) {
            for (int i = 0; i < parts.length; i++) {
                upload.putPart(i + 1, ObjectSource.of(parts[i]));
            }
            return complete(upload, upload.parts());
        }
    }

    static ObjectMetadata complete(UploadSession upload, List<UploadedPart> parts) {
        return upload.complete(parts, Optional.empty());
    }

    static UploadedPart putPart(UploadSession upload, int number, byte[] bytes) {
        return upload.putPart(number, ObjectSource.of(bytes));
    }

    /// Closes a session before the block that opened it does.
    static void close(UploadSession upload) {
        upload.close();
    }

    static byte[] joined(byte[]... parts) {
        var bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
