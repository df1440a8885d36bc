package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.waybill.port.ByteRange;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.Etag;
import dev.waybill.port.GetOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.NotModified;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.testkit.TestSources;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Reads of what a server gives wrongly.
final class S3ReadsTest {
    private static final ObjectKey KEY = ObjectKey.of("key");
    private static final byte[] BYTES = TestSources.bytes(100_000, 7);
    private static final String MD5 =
            ContentHasher.hash(ChecksumAlgorithm.MD5, BYTES).hex();

    private static Map<String, String> headers(String... more) {
        var headers = new HashMap<>(Map.of("ETag", "\"etag\"", "Last-Modified", "Sat, 21 Nov 2026 04:00:00 GMT"));
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    private static byte[] read(CannedServer server, String profile, ByteRange range) throws IOException {
        try (var store = server.asServer(profile).open("bucket", "");
                var content = store.get(KEY, GetOptions.of(range))) {
            return content.stream().readAllBytes();
        }
    }

    private static byte[] flipped() {
        byte[] bytes = BYTES.clone();
        bytes[bytes.length / 2] ^= 1;
        return bytes;
    }

    @Test
    void bytes_that_do_not_match_the_store_s_checksum_are_corrupt() {
        String crc = ContentHasher.hash(ChecksumAlgorithm.CRC64NVME, BYTES).toBase64();
        try (var server = CannedServer.of(200, headers("x-amz-checksum-crc64nvme", crc), flipped())) {
            assertThatIOException()
                    .isThrownBy(() -> read(server, "aws", ByteRange.WHOLE))
                    .withCauseInstanceOf(CorruptContent.class);
        }
    }

    @Test
    void bytes_that_do_not_match_an_etag_that_is_their_md5_are_corrupt() throws IOException {
        try (var wrong = CannedServer.of(200, headers("ETag", '"' + MD5 + '"'), flipped());
                var right = CannedServer.of(200, headers("ETag", '"' + MD5 + '"'), BYTES)) {
            assertThatIOException()
                    .isThrownBy(() -> read(wrong, "ceph", ByteRange.WHOLE))
                    .withCauseInstanceOf(CorruptContent.class);
            assertThat(read(right, "ceph", ByteRange.WHOLE)).isEqualTo(BYTES);
        }
    }

    @Test
    void an_etag_of_what_was_encrypted_or_uploaded_in_parts_is_no_md5() throws IOException {
        String md5 = '"' + MD5 + '"';
        try (var encrypted = CannedServer.of(
                        200, headers("ETag", md5, "x-amz-server-side-encryption", "aws:kms"), flipped());
                var inParts = CannedServer.of(200, headers("ETag", '"' + MD5 + "-2\""), flipped())) {
            assertThat(read(encrypted, "aws", ByteRange.WHOLE)).isEqualTo(flipped());
            assertThat(read(inParts, "aws", ByteRange.WHOLE)).isEqualTo(flipped());
        }
    }

    @Test
    void a_checksum_of_parts_checksums_is_not_that_of_the_whole() throws IOException {
        var composite = headers("x-amz-checksum-crc32c", "AAAAAA==", "x-amz-checksum-type", "COMPOSITE");
        try (var server = CannedServer.of(200, composite, BYTES)) {
            assertThat(read(server, "aws", ByteRange.WHOLE)).isEqualTo(BYTES);
        }
    }

    @Test
    void a_checksum_that_the_adapter_kept_itself_is_verified() {
        String crc = ContentHasher.hash(ChecksumAlgorithm.CRC64NVME, BYTES).hex();
        try (var server = CannedServer.of(200, headers("x-amz-meta-waybill-crc64nvme", crc), flipped())) {
            assertThatIOException()
                    .isThrownBy(() -> read(server, "generic", ByteRange.WHOLE))
                    .withCauseInstanceOf(CorruptContent.class);
        }
    }

    @Test
    void a_body_that_is_cut_short_is_no_success() {
        try (var server = new CannedServer(exchange -> {
            headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(200, BYTES.length);
            exchange.getResponseBody().write(BYTES, 0, BYTES.length / 2);
            exchange.getResponseBody().flush();
            throw new IOException("the connection is cut here");
        })) {
            assertThatIOException()
                    .isThrownBy(() -> read(server, "aws", ByteRange.WHOLE))
                    .withCauseInstanceOf(StoreUnavailable.class);
        }
    }

    @Test
    void a_server_that_ignores_a_range_is_refused() {
        try (var server = CannedServer.of(200, headers(), BYTES)) {
            assertThatExceptionOfType(StoreFailure.class).isThrownBy(() -> read(server, "aws", ByteRange.of(10, 5)));
        }
    }

    @Test
    void an_object_without_an_etag_is_a_failure() {
        try (var server = CannedServer.of(200, Map.of("Last-Modified", "Sat, 21 Nov 2026 04:00:00 GMT"), BYTES)) {
            assertThatExceptionOfType(StoreFailure.class).isThrownBy(() -> read(server, "aws", ByteRange.WHOLE));
        }
    }

    @Test
    void a_server_that_ignores_the_condition_on_a_version_is_found_out() {
        try (var server = CannedServer.of(200, headers(), BYTES);
                var store = server.asServer("generic").open("bucket", "")) {
            var other = Etag.ofHeader("\"other\"").orElseThrow();

            assertThatExceptionOfType(PreconditionFailed.class)
                    .isThrownBy(() -> store.get(KEY, GetOptions.WHOLE.withIfMatch(other)))
                    .withMessageContaining("version other");
            assertThatExceptionOfType(PreconditionFailed.class)
                    .isThrownBy(() ->
                            store.get(KEY, GetOptions.of(ByteRange.of(0, 0)).withIfMatch(other)));
        }
    }

    @Test
    void a_server_that_gives_the_known_version_again_is_found_out() {
        try (var server = CannedServer.of(200, headers(), BYTES);
                var store = server.asServer("generic").open("bucket", "")) {
            var known = Etag.ofHeader("\"etag\"").orElseThrow();

            assertThatExceptionOfType(NotModified.class)
                    .isThrownBy(() -> store.get(KEY, GetOptions.WHOLE.withUnlessMatch(known)));
            assertThatExceptionOfType(NotModified.class)
                    .isThrownBy(() ->
                            store.get(KEY, GetOptions.of(ByteRange.of(0, 0)).withUnlessMatch(known)));
        }
    }
}
