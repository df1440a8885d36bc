package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.UploadRequest;
import dev.waybill.testkit.TestSources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What was sent and what arrived, where the store keeps no checksum but the etag.
final class S3IntegrityTest {
    private static final ObjectKey KEY = ObjectKey.of("key");
    private static final byte[] SMALL = TestSources.bytes(4096, 1);
    private static final byte[] LARGE = TestSources.bytes((1 << 20) + 1, 2);
    private static final String WRONG = '"' + "0".repeat(32) + '"';
    private static final String NEWER = '"' + "1".repeat(32) + '"';

    private static void put(CannedServer server, String profile, byte[] bytes) {
        try (var store = server.asServer(profile).open("bucket", "")) {
            store.put(KEY, ObjectSource.of(bytes), PutOptions.DEFAULT);
        }
    }

    /// Answers puts with one etag and heads with another.
    private static CannedServer keeping(String put, String head) {
        return new CannedServer(exchange -> CannedServer.send(
                exchange,
                exchange.getRequestMethod().equals("DELETE") ? 204 : 200,
                Map.of("ETag", exchange.getRequestMethod().equals("HEAD") ? head : put),
                new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ceph", "r2"})
    void a_small_body_carries_its_md5(String profile) {
        try (var server = keeping("\"etag\"", "\"etag\"")) {
            put(server, profile, SMALL);

            assertThat(server.requests().get(0).headers())
                    .containsEntry(
                            "content-md5",
                            ContentHasher.hash(ChecksumAlgorithm.MD5, SMALL).toBase64());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ceph", "r2"})
    void a_large_body_that_arrives_as_another_is_corrupt_and_removed(String profile) {
        try (var server = keeping(WRONG, WRONG)) {
            assertThatExceptionOfType(CorruptContent.class).isThrownBy(() -> put(server, profile, LARGE));

            assertThat(server.lines()).containsExactly("PUT /bucket/key", "HEAD /bucket/key", "DELETE /bucket/key");
        }
    }

    @Test
    void what_somebody_else_stored_meanwhile_is_not_removed() {
        try (var server = keeping(WRONG, NEWER)) {
            assertThatExceptionOfType(CorruptContent.class).isThrownBy(() -> put(server, "ceph", LARGE));

            assertThat(server.lines()).containsExactly("PUT /bucket/key", "HEAD /bucket/key");
        }
    }

    @Test
    void a_store_that_can_removes_only_the_version_that_is_corrupt() {
        try (var server = keeping(WRONG, NEWER);
                var store = server.asServer("aws").with("checksum", "md5").open("bucket", "")) {
            assertThatExceptionOfType(CorruptContent.class)
                    .isThrownBy(() -> store.put(KEY, ObjectSource.of(LARGE), PutOptions.DEFAULT));

            assertThat(server.lines()).containsExactly("PUT /bucket/key", "DELETE /bucket/key");
            assertThat(server.requests().get(1).headers()).containsEntry("if-match", WRONG);
        }
    }

    @Test
    void a_large_body_that_arrives_whole_is_stored() {
        String md5 = ContentHasher.hash(ChecksumAlgorithm.MD5, LARGE).hex();
        try (var server = keeping('"' + md5 + '"', WRONG)) {
            put(server, "ceph", LARGE);

            assertThat(server.lines()).containsExactly("PUT /bucket/key");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-server-side-encryption, aws:kms",
        "x-amz-server-side-encryption, AES256",
        "x-amz-server-side-encryption-customer-algorithm, AES256",
    })
    void the_etag_of_what_is_encrypted_is_not_compared(String header, String value) {
        try (var server = CannedServer.of(200, Map.of("ETag", WRONG, header, value), new byte[0])) {
            put(server, "ceph", LARGE);

            assertThat(server.lines()).containsExactly("PUT /bucket/key");
        }
    }

    @Test
    void a_part_that_arrives_as_another_is_corrupt_and_taken_back() {
        try (var server = new CannedServer(S3IntegrityTest::upload);
                var store = server.asServer("ceph").open("bucket", "");
                var upload = store.openUpload(UploadRequest.start(KEY, PutOptions.DEFAULT, 5 << 20))) {
            assertThatExceptionOfType(CorruptContent.class).isThrownBy(() -> upload.putPart(1, ObjectSource.of(LARGE)));

            var requests = server.requests();
            assertThat(requests).hasSize(3);
            assertThat(requests.get(2).line()).isEqualTo(requests.get(1).line()).contains("partNumber=1");
            assertThat(requests.get(2).body()).isEmpty();
        }
    }

    private static void upload(HttpExchange exchange) throws IOException {
        String started = "<InitiateMultipartUploadResult><UploadId>id</UploadId></InitiateMultipartUploadResult>";
        CannedServer.send(exchange, 200, Map.of("ETag", WRONG), started.getBytes(StandardCharsets.UTF_8));
    }
}
