package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.Deletion;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.UserMetadata;
import dev.waybill.port.WriteId;
import dev.waybill.testkit.TestSources;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes over the wire: what each profile needs, and no hash that nobody reads.
final class S3RequestsTest {
    private static final ObjectKey KEY = ObjectKey.of("folder/key");
    private static final int STREAMED_BYTES = 3 << 20;
    private static final String CRC = "x-amz-checksum-crc64nvme";

    private static CannedServer answering(String xml) {
        var headers = Map.of("ETag", "\"etag\"", "Content-Type", "application/xml");
        return CannedServer.of(200, headers, xml.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(IObjectStorageAdapter store, byte[] bytes, PutOptions options) {
        store.put(KEY, ObjectSource.of(bytes), options);
    }

    private static CannedServer.Request sentOf(byte[] bytes, String profile, PutOptions options) {
        try (var server = answering("");
                var store = server.asServer(profile).open("bucket", "base/")) {
            put(store, bytes, options);
            return server.requests().get(0);
        }
    }

    @Test
    void a_small_body_carries_its_checksum_in_a_header_and_is_hashed_by_nothing_else() {
        byte[] bytes = TestSources.bytes(4096, 1);

        var sent = sentOf(bytes, "aws", PutOptions.DEFAULT);

        assertThat(sent.line()).isEqualTo("PUT /bucket/base/folder/key");
        assertThat(sent.headers())
                .containsEntry(
                        CRC,
                        ContentHasher.hash(ChecksumAlgorithm.CRC64NVME, bytes).toBase64())
                .containsEntry("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
                .containsEntry("content-length", "4096")
                .doesNotContainKeys("content-md5", "x-amz-trailer", "content-encoding", "x-amz-checksum-crc32");
    }

    @Test
    void a_large_body_carries_its_checksum_behind_it() {
        byte[] bytes = TestSources.bytes(STREAMED_BYTES, 2);

        var sent = sentOf(bytes, "aws", PutOptions.DEFAULT);

        assertThat(sent.headers())
                .containsEntry("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
                .containsEntry("x-amz-decoded-content-length", Integer.toString(STREAMED_BYTES))
                .containsEntry("x-amz-trailer", CRC)
                .containsEntry("content-length", Integer.toString(sent.body().size()))
                .doesNotContainKeys("content-md5", CRC);
        String checksum = ContentHasher.hash(ChecksumAlgorithm.CRC64NVME, bytes).toBase64();
        assertThat(sent.body()).endsWith(boxed("\r\n0\r\n" + CRC + ":" + checksum + "\r\n\r\n"));
    }

    private static Byte[] boxed(String text) {
        return text.chars().mapToObj(c -> (byte) c).toArray(Byte[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ceph", "r2", "generic"})
    void a_store_without_checksums_is_sent_plain_bodies(String profile) {
        var sent = sentOf(TestSources.bytes(STREAMED_BYTES, 3), profile, PutOptions.DEFAULT);

        assertThat(sent.headers())
                .containsEntry("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
                .containsEntry("content-length", Integer.toString(STREAMED_BYTES))
                .doesNotContainKeys("content-md5", "x-amz-trailer", "content-encoding", CRC);
    }

    @Test
    void a_store_that_says_nothing_of_bytes_keeps_their_checksum_as_metadata() {
        byte[] bytes = TestSources.bytes(100, 4);

        var sent = sentOf(bytes, "generic", PutOptions.DEFAULT);

        assertThat(sent.headers())
                .containsEntry(
                        "x-amz-meta-waybill-crc64nvme",
                        ContentHasher.hash(ChecksumAlgorithm.CRC64NVME, bytes).hex());
    }

    @Test
    void an_md5_is_sent_where_it_is_configured() {
        byte[] bytes = TestSources.bytes(100, 5);
        try (var server = answering("");
                var store = server.asServer("generic").with("checksum", "md5").open("bucket", "")) {
            put(store, bytes, PutOptions.DEFAULT);

            assertThat(server.requests().get(0).headers())
                    .containsEntry(
                            "content-md5",
                            ContentHasher.hash(ChecksumAlgorithm.MD5, bytes).toBase64());
        }
    }

    @Test
    void a_large_body_that_arrives_as_another_is_corrupt() {
        var headers = Map.of("ETag", '"' + "0".repeat(32) + '"');
        try (var server = CannedServer.of(200, headers, new byte[0]);
                var store = server.asServer("generic").with("checksum", "md5").open("bucket", "")) {
            assertThatExceptionOfType(CorruptContent.class)
                    .isThrownBy(() -> put(store, TestSources.bytes(STREAMED_BYTES, 6), PutOptions.DEFAULT));
        }
    }

    @Test
    void what_is_kept_beside_the_bytes_goes_as_plain_ascii() {
        var options = PutOptions.DEFAULT
                .withUserMetadata(UserMetadata.of(Map.of("plain", "100% a b", "umlaut", "für")))
                .withContentModified(Instant.ofEpochSecond(1_700_000_000, 123_456_789))
                .withWriteId(new WriteId("write-1234"));

        var sent = sentOf(new byte[1], "aws", options);

        assertThat(sent.headers())
                .containsEntry("x-amz-meta-plain", "100% a b")
                .containsEntry("x-amz-meta-umlaut", "UTF-8''f%C3%BCr")
                .containsEntry("x-amz-meta-mtime", "1700000000.123456789")
                .containsEntry("x-amz-meta-waybill-write", "write-1234");
    }

    @Test
    void a_batch_of_deletions_carries_the_md5_that_old_servers_ask_for() {
        try (var server = answering("<DeleteResult><Deleted><Key>folder/key</Key></Deleted></DeleteResult>");
                var store = server.asServer("ceph").open("bucket", "")) {
            store.deleteAll(List.of(Deletion.of(KEY)));

            var sent = server.requests().get(0);
            var bytes = new byte[sent.body().size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = sent.body().get(i);
            }
            assertThat(sent.headers())
                    .containsEntry(
                            "content-md5",
                            ContentHasher.hash(ChecksumAlgorithm.MD5, bytes).toBase64());
        }
    }
}
