package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers that say 200 and are no listing must not pass for one in which nothing is left.
final class S3ListingTest {
    private static final ObjectKey KEY = ObjectKey.of("key");
    private static final String NONE = "";
    private static final String XHTML =
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>It works!</p></body></html>";

    private static CannedServer answering(String body) {
        return CannedServer.of(200, Map.of("Content-Type", "application/xml"), body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {NONE, XHTML, "<ListBucketResult/>"})
    void what_is_no_listing_is_not_an_empty_one(String body) {
        try (var server = answering(body);
                var store = server.asServer("generic").open("bucket", "");
                var objects = store.list(ListOptions.of(KeyPrefix.ALL))) {
            assertThatExceptionOfType(StoreFailure.class)
                    .isThrownBy(objects::toList)
                    .withMessageContaining("no listing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {NONE, XHTML, "<ListMultipartUploadsResult/>"})
    void what_is_no_list_of_uploads_is_not_an_empty_one(String body) {
        try (var server = answering(body);
                var store = server.asServer("generic").open("bucket", "");
                var uploads = store.listUploads(KeyPrefix.ALL)) {
            assertThatExceptionOfType(StoreFailure.class)
                    .isThrownBy(uploads::toList)
                    .withMessageContaining("no listing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {NONE, XHTML, "<ListPartsResult/>"})
    void what_is_no_list_of_parts_resumes_no_upload(String body) {
        try (var server = answering(body);
                var store = server.asServer("generic").open("bucket", "")) {
            var request = UploadRequest.start(KEY, PutOptions.DEFAULT, 5 << 20).resuming(new UploadId("id"));

            assertThatExceptionOfType(StoreFailure.class)
                    .isThrownBy(() -> store.openUpload(request))
                    .withMessageContaining("no listing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {NONE, "<NextPartNumberMarker>1</NextPartNumberMarker>"})
    void a_list_of_parts_that_does_not_get_on_is_a_failure(String marker) {
        String page = "<ListPartsResult><IsTruncated>true</IsTruncated>" + marker + "<Part><PartNumber>1</PartNumber>"
                + "<Size>1</Size><ETag>\"etag\"</ETag></Part></ListPartsResult>";
        try (var server = answering(page);
                var store = server.asServer("generic").open("bucket", "");
                var upload = store.openUpload(
                        UploadRequest.start(KEY, PutOptions.DEFAULT, 5 << 20).resuming(new UploadId("id")))) {
            assertThatExceptionOfType(StoreFailure.class)
                    .isThrownBy(upload::parts)
                    .withMessageContaining("breaks off");
        }
    }

    @Test
    void a_listing_of_nothing_is_empty() {
        String empty = "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>";
        try (var server = answering(empty);
                var store = server.asServer("generic").open("bucket", "");
                var objects = store.list(ListOptions.of(KeyPrefix.ALL))) {
            assertThat(objects).isEmpty();
        }
    }
}
