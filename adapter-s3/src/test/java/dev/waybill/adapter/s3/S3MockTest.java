package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.adobe.testing.s3mock.S3MockApplication;
import dev.waybill.port.ByteRange;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.DeleteResult.Deleted;
import dev.waybill.port.Deletion;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.Precondition;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadedPart;
import dev.waybill.testkit.TestSources;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the adapter sends, as Adobe S3Mock understands it: a second opinion on checksums, trailers and
/// uploads in parts.
///
/// It does not take the whole contract: its reads tear and hang beside writes, starting an upload removes
/// the object at the key, and a copy keeps metadata that was replaced. (It believes any signature; that is
/// left to S3Proxy and the testkit's own server.)
final class S3MockTest {
    private static final int STREAMED_BYTES = 3 << 20;
    private static final int PART_BYTES = 5 << 20;
    private static final ObjectKey KEY = ObjectKey.of("folder/key");

    private static S3MockApplication mock;

    private IObjectStorageAdapter store;

    @BeforeAll
    static void start(@TempDir Path folder) {
        mock = S3MockApplication.Companion.start(
                new HashMap<>(Map.of(
                        "http.port",
                        "0",
                        "server.port",
                        "0",
                        "server.address",
                        "127.0.0.1",
                        "spring.main.banner-mode",
                        "off",
                        "spring.main.sources",
                        LoopbackConnectors.class.getName(),
                        "com.adobe.testing.s3mock.store.root",
                        folder.toString())),
                new String[0]);
        ofMock().createBucket("mock");
    }

    @AfterAll
    static void stop() {
        mock.stop();
    }

    @SuppressWarnings("deprecation") // the plain port has no other way to be known
    private static S3Server ofMock() {
        return new S3Server(
                URI.create("http://127.0.0.1:" + mock.getHttpPort()),
                "any-access",
                "any-secret",
                Map.of("profile", "aws", "pathStyle", "true"));
    }

    @BeforeEach
    @SuppressWarnings("MustBeClosed") // closed after each test
    void open() {
        store = ofMock().open("mock", java.util.UUID.randomUUID().toString());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private byte[] read(GetOptions options) throws IOException {
        try (var content = store.get(KEY, options)) {
            return content.stream().readAllBytes();
        }
    }

    @Test
    void a_checksum_in_a_header_is_verified_and_kept() throws IOException {
        byte[] bytes = TestSources.bytes(1000, 1);

        store.put(KEY, ObjectSource.of(bytes), PutOptions.DEFAULT);

        assertThat(store.stat(KEY).orElseThrow().checksums())
                .contains(ContentHasher.hash(ChecksumAlgorithm.CRC64NVME, bytes));
        assertThat(read(GetOptions.WHOLE)).isEqualTo(bytes);
    }

    @Test
    void a_checksum_in_a_trailer_is_verified_and_kept() throws IOException {
        byte[] bytes = TestSources.bytes(STREAMED_BYTES + 17, 2);

        store.put(KEY, ObjectSource.of(bytes), PutOptions.DEFAULT);

        assertThat(store.stat(KEY).orElseThrow().checksums())
                .contains(ContentHasher.hash(ChecksumAlgorithm.CRC64NVME, bytes));
        assertThat(read(GetOptions.WHOLE)).isEqualTo(bytes);
        assertThat(read(GetOptions.of(ByteRange.of(5, 7)))).isEqualTo(java.util.Arrays.copyOfRange(bytes, 5, 12));
    }

    @Test
    void bytes_that_do_not_match_the_checksum_asked_for_are_not_stored() {
        byte[] bytes = TestSources.bytes(STREAMED_BYTES, 3);
        var other = ContentHasher.hash(ChecksumAlgorithm.SHA256, new byte[1]);

        assertThatExceptionOfType(CorruptContent.class)
                .isThrownBy(() -> store.put(KEY, ObjectSource.of(bytes), PutOptions.DEFAULT.withChecksum(other)));

        assertThat(store.stat(KEY)).isEmpty();
    }

    @Test
    void the_checksum_of_an_upload_is_that_of_the_whole() throws IOException {
        byte[] first = TestSources.bytes(PART_BYTES, 4);
        byte[] second = TestSources.bytes(100, 5);
        var whole = ContentHasher.of(ChecksumAlgorithm.CRC32C);
        whole.update(first, 0, first.length);
        whole.update(second, 0, second.length);
        var expected = whole.finish();
        var request = UploadRequest.start(KEY, PutOptions.DEFAULT, PART_BYTES).withChecksum(ChecksumAlgorithm.CRC32C);

        try (var upload = store.openUpload(request)) {
            UploadedPart two = upload.putPart(2, ObjectSource.of(second));
            UploadedPart one = upload.putPart(1, ObjectSource.of(first));
            upload.complete(List.of(one, two), Optional.of(expected));
        }

        assertThat(store.stat(KEY).orElseThrow().checksums()).contains(expected);
        assertThat(read(GetOptions.WHOLE)).startsWith(first).endsWith(second).hasSize(PART_BYTES + 100);
    }

    @Test
    void a_put_if_absent_keeps_what_is_there() {
        store.put(KEY, ObjectSource.of(new byte[1]), PutOptions.DEFAULT);

        assertThatExceptionOfType(PreconditionFailed.class)
                .isThrownBy(() -> store.put(
                        KEY, ObjectSource.of(new byte[2]), PutOptions.DEFAULT.withPrecondition(Precondition.ABSENT)));

        assertThat(store.stat(KEY).orElseThrow().size()).isEqualTo(1);
    }

    @Test
    void many_are_deleted_in_one_request() {
        store.put(KEY, ObjectSource.of(new byte[1]), PutOptions.DEFAULT);
        var odd = ObjectKey.of("folder/<&>'\" é");
        store.put(odd, ObjectSource.of(new byte[1]), PutOptions.DEFAULT);

        var results = store.deleteAll(List.of(Deletion.of(KEY), Deletion.of(odd)));

        assertThat(results).containsExactly(new Deleted(KEY), new Deleted(odd));
        assertThat(store.stat(KEY)).isEmpty();
        assertThat(store.stat(odd)).isEmpty();
    }
}
