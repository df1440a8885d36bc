package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.waybill.port.CopyOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException.CorruptContent;
import dev.waybill.port.StorageException.PreconditionFailed;
import dev.waybill.port.StorageException.StoreFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Copies of sources and by servers that are not as one would wish.
final class S3CopiesTest {
    private static final ObjectKey FROM = ObjectKey.of("from");
    private static final ObjectKey TO = ObjectKey.of("to");
    private static final String COPIED =
            "<CopyObjectResult><ETag>\"etag\"</ETag><LastModified>2026-11-21T04:00:00Z</LastModified></CopyObjectResult>";
    private static final CopyOptions IF_ABSENT = CopyOptions.DEFAULT.withPrecondition(Precondition.ABSENT);

    private static ObjectMetadata copy(CannedServer server, CopyOptions options) {
        try (var store = server.asServer("aws").open("bucket", "")) {
            return store.copy(FROM, TO, options);
        }
    }

    private static void head(HttpExchange exchange, String etag, int size, String... more) throws IOException {
        var headers = new HashMap<>(Map.of("ETag", '"' + etag + '"', "Content-Length", Integer.toString(size)));
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        CannedServer.send(exchange, 200, headers, new byte[0]);
    }

    private static void xml(HttpExchange exchange, String body) throws IOException {
        CannedServer.send(
                exchange,
                200,
                Map.of("Content-Type", "application/xml", "ETag", "\"etag\""),
                body.getBytes(StandardCharsets.UTF_8));
    }

    /// A server whose copy has this etag and size, and which answers a copy by `answer`.
    private static CannedServer copying(String etag, int size, String answer) {
        return new CannedServer(exchange -> {
            if (!exchange.getRequestMethod().equals("HEAD")) {
                xml(exchange, answer);
            } else if (exchange.getRequestURI().getPath().endsWith("/to")) {
                head(exchange, etag, size);
            } else {
                head(exchange, "etag", 10);
            }
        });
    }

    @Test
    void a_copy_that_is_shorter_than_its_source_is_corrupt() {
        try (var server = copying("etag", 9, COPIED)) {
            assertThatExceptionOfType(CorruptContent.class)
                    .isThrownBy(() -> copy(server, CopyOptions.DEFAULT))
                    .withMessageContaining("9 bytes");
        }
    }

    @Test
    void a_copy_that_another_has_replaced_since_is_reported_as_it_was_made() {
        try (var server = copying("newer", 9, COPIED)) {
            var copied = copy(server, CopyOptions.DEFAULT);

            assertThat(copied.size()).isEqualTo(10);
            assertThat(copied.etag())
                    .hasValueSatisfying(etag -> assertThat(etag.value()).isEqualTo("etag"));
        }
    }

    @Test
    void a_copy_without_a_result_is_looked_at() {
        try (var server = copying("looked-at", 10, "")) {
            var copied = copy(server, CopyOptions.DEFAULT);

            assertThat(copied.etag())
                    .hasValueSatisfying(etag -> assertThat(etag.value()).isEqualTo("looked-at"));
        }
    }

    @Test
    void a_copy_without_a_result_or_an_object_is_a_failure() {
        try (var server = new CannedServer(exchange -> {
            if (exchange.getRequestURI().getPath().endsWith("/from")) {
                head(exchange, "etag", 10);
            } else {
                CannedServer.send(
                        exchange, exchange.getRequestMethod().equals("HEAD") ? 404 : 200, Map.of(), new byte[0]);
            }
        })) {
            assertThatExceptionOfType(StoreFailure.class).isThrownBy(() -> copy(server, CopyOptions.DEFAULT));
        }
    }

    /// Answers an upload by copied parts; the source's etag is `first` before a part was copied, then `later`.
    private static CannedServer uploading(String first, String later, String... headers) {
        var part = new java.util.concurrent.atomic.AtomicBoolean();
        return new CannedServer(exchange -> {
            String method = exchange.getRequestMethod();
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            if (method.equals("HEAD")) {
                head(exchange, part.get() ? later : first, 10, headers);
            } else if (method.equals("PUT")) {
                part.set(true);
                xml(exchange, "<CopyPartResult><ETag>\"part\"</ETag></CopyPartResult>");
            } else if (method.equals("DELETE")) {
                CannedServer.send(exchange, 204, Map.of(), new byte[0]);
            } else if (query.contains("uploadId")) {
                xml(exchange, "<CompleteMultipartUploadResult><ETag>\"whole\"</ETag></CompleteMultipartUploadResult>");
            } else {
                xml(exchange, "<InitiateMultipartUploadResult><UploadId>id</UploadId></InitiateMultipartUploadResult>");
            }
        });
    }

    @Test
    void a_source_that_changes_under_a_copy_in_parts_fails_it() {
        try (var server = uploading("one", "two")) {
            assertThatExceptionOfType(PreconditionFailed.class).isThrownBy(() -> copy(server, IF_ABSENT));

            assertThat(server.lines()).last().isEqualTo("DELETE /bucket/to?uploadId=id");
            assertThat(server.lines()).noneMatch(line -> line.equals("POST /bucket/to?uploadId=id"));
        }
    }

    @Test
    void metadata_that_only_others_write_is_carried_through() {
        try (var server = uploading("one", "one", "x-amz-meta-1st.name", "a value")) {
            var copied = copy(server, IF_ABSENT);

            assertThat(server.requests().get(1).headers()).containsEntry("x-amz-meta-1st.name", "a value");
            assertThat(copied.userMetadata())
                    .hasValueSatisfying(user -> assertThat(user.entries()).containsEntry("1st.name", "a value"));
        }
    }

    @Test
    void metadata_that_only_others_write_is_carried_through_with_no_bytes() {
        try (var server = new CannedServer(exchange -> head(exchange, "etag", 0, "x-amz-meta-1st.name", "a value"))) {
            copy(server, IF_ABSENT);

            assertThat(server.requests().get(1).headers())
                    .containsEntry("x-amz-meta-1st.name", "a value")
                    .containsEntry("if-none-match", "*");
        }
    }

    @Test
    void an_upload_is_given_up_whatever_breaks_it() {
        try (var server = new CannedServer(exchange -> {
            switch (exchange.getRequestMethod()) {
                case "HEAD" -> head(exchange, "one", 10);
                case "POST" ->
                    xml(
                            exchange,
                            "<InitiateMultipartUploadResult><UploadId>id</UploadId></InitiateMultipartUploadResult>");
                default -> xml(exchange, "");
            }
        })) {
            assertThatExceptionOfType(StoreFailure.class).isThrownBy(() -> copy(server, IF_ABSENT));

            assertThat(server.lines()).last().isEqualTo("DELETE /bucket/to?uploadId=id");
        }
    }
}
