package dev.waybill.adapter.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.waybill.port.Deletion;
import dev.waybill.port.GetOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreNotFound;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.testkit.s3.S3Credentials;
import dev.waybill.testkit.s3.S3WireServer;
import dev.waybill.testkit.s3.S3WireServer.ScriptedAnswer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the caller is told when the server or the way to it fails.
final class S3ErrorsTest {
    private static final ObjectKey KEY = ObjectKey.of("folder/key");
    private static final String SECRET = "wire-secret-that-must-not-show";

    private final S3WireServer wire = S3WireServer.start(Clock.systemUTC());
    private final S3Server server = new S3Server(
            wire.endpoint(), "wire-access", SECRET, Map.of("profile", "aws", "pathStyle", "true", "readTimeout", "1S"));
    private IObjectStorageAdapter store;

    @BeforeEach
    @SuppressWarnings("MustBeClosed") // closed after each test
    void open() {
        wire.allow(S3Credentials.of("wire-access", SECRET));
        wire.createBucket("bucket");
        store = server.open("bucket", "");
    }

    @AfterEach
    void close() {
        store.close();
        wire.close();
    }

    private void put(IObjectStorageAdapter to) {
        to.put(KEY, ObjectSource.of(new byte[] {1}), PutOptions.DEFAULT);
    }

    private void answerNext(int status, String code, Map<String, String> headers) {
        wire.interceptNext(request -> Optional.of(new ScriptedAnswer(status, code, headers)));
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({
        "404, NoSuchBucket, StoreNotFound",
        "403, AccessDenied, AccessDenied",
        "403, '', AccessDenied",
        "401, '', AccessDenied",
        "400, ExpiredToken, AccessDenied",
        "403, InvalidAccessKeyId, AccessDenied",
        "403, SignatureDoesNotMatch, AccessDenied",
        "412, PreconditionFailed, PreconditionFailed",
        "409, ConditionalRequestConflict, StoreUnavailable",
        "400, KeyTooLongError, KeyRejected",
        "400, InvalidObjectName, KeyRejected",
        "403, QuotaExceeded, QuotaExceeded",
        "507, '', QuotaExceeded",
        "400, EntityTooLarge, QuotaExceeded",
        "400, BadDigest, CorruptContent",
        "400, XAmzContentSHA256Mismatch, CorruptContent",
        "429, '', StoreUnavailable",
        "500, InternalError, StoreUnavailable",
        "502, '', StoreUnavailable",
        "503, SlowDown, StoreUnavailable",
        "504, '', StoreUnavailable",
        "400, RequestTimeout, StoreUnavailable",
        "418, Teapot, StoreFailure",
        "501, NotImplemented, StoreFailure",
    })
    void an_answer_becomes_its_kind(int status, String code, String kind) {
        answerNext(status, code, Map.of());

        assertThatThrownBy(() -> put(store))
                .isInstanceOf(StorageException.class)
                .extracting(e -> e.getClass().getSimpleName())
                .isEqualTo(kind);
    }

    @ParameterizedTest(name = "{0} {1} means {2}")
    @CsvSource({
        "503, SlowDown, BUSY",
        "429, '', BUSY",
        "409, ConditionalRequestConflict, BUSY",
        "500, InternalError, OUTCOME_UNKNOWN",
        "504, '', OUTCOME_UNKNOWN",
    })
    void an_unavailable_store_says_what_may_have_happened(int status, String code, Reason reason) {
        answerNext(status, code, Map.of());

        var thrown = catchThrowableOfType(StoreUnavailable.class, () -> put(store));

        assertThat(thrown.reason()).isEqualTo(reason);
    }

    @Test
    void the_wait_that_a_server_asks_for_is_handed_on() {
        answerNext(503, "SlowDown", Map.of("Retry-After", "17"));

        var thrown = catchThrowableOfType(StoreUnavailable.class, () -> put(store));

        assertThat(thrown.retryAfter()).contains(Duration.ofSeconds(17));
    }

    @Test
    void nothing_is_tried_twice() {
        answerNext(503, "SlowDown", Map.of());
        int before = wire.requests().size();

        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> put(store));

        assertThat(wire.requests()).hasSize(before + 1);
    }

    @Test
    void a_bucket_that_is_not_there_is_told_from_an_object_that_is_not() {
        try (var elsewhere = server.open("nowhere", "")) {
            assertThatExceptionOfType(StoreNotFound.class)
                    .isThrownBy(() -> elsewhere.stat(KEY))
                    .withMessageContaining("no bucket nowhere at " + wire.endpoint());
            assertThatExceptionOfType(StoreNotFound.class).isThrownBy(() -> open(elsewhere));
            assertThatExceptionOfType(StoreNotFound.class).isThrownBy(() -> put(elsewhere));
            assertThatExceptionOfType(StoreNotFound.class).isThrownBy(() -> list(elsewhere));
            assertThatExceptionOfType(StoreNotFound.class)
                    .isThrownBy(() -> elsewhere.deleteAll(List.of(Deletion.of(KEY))));
        }
        assertThat(store.stat(KEY)).isEmpty();
    }

    private static void open(IObjectStorageAdapter from) throws IOException {
        try (var content = from.get(KEY, GetOptions.WHOLE)) {
            assertThat(content.range().length()).isZero();
        }
    }

    private static List<String> list(IObjectStorageAdapter from) {
        try (var objects = from.list(ListOptions.of(KeyPrefix.ALL).withPageSize(1))) {
            return objects.map(object -> object.key().value()).toList();
        }
    }

    @Test
    void a_listing_whose_second_page_fails_does_not_end() {
        put(store);
        store.put(ObjectKey.of("second"), ObjectSource.of(new byte[0]), PutOptions.DEFAULT);
        int before = wire.requests().size();
        wire.interceptNext(request -> wire.requests().size() > before + 1
                ? Optional.of(new ScriptedAnswer(500, "InternalError", Map.of()))
                : Optional.empty());

        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> list(store));
    }

    @Test
    void an_endpoint_that_refuses_is_named() throws IOException {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        var nobody = new S3Server(URI.create("http://127.0.0.1:" + free), "a", "b", Map.of());
        try (var unreachable = nobody.open("bucket", "")) {
            var thrown = catchThrowableOfType(StoreUnavailable.class, () -> put(unreachable));

            assertThat(thrown).hasMessageContaining("http://127.0.0.1:" + free);
            assertThat(thrown.reason()).isEqualTo(Reason.NOT_REACHED);
        }
    }

    @Test
    void a_server_that_says_nothing_is_given_up() throws IOException {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var waiting = new S3Server(
                                URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                                "a",
                                "b",
                                Map.of("readTimeout", "0.3S"))
                        .open("bucket", "")) {
            var thrown = catchThrowableOfType(StoreUnavailable.class, () -> put(waiting));

            assertThat(thrown.reason()).isEqualTo(Reason.OUTCOME_UNKNOWN);
        }
    }

    @Test
    void a_wrong_secret_is_access_denied_and_does_not_show() {
        var wrong = new S3Server(wire.endpoint(), "wire-access", "wrong-" + SECRET, server.settings());
        try (var denied = wrong.open("bucket", "")) {
            var thrown = catchThrowableOfType(AccessDenied.class, () -> put(denied));
            var trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));

            assertThat(trace.toString()).doesNotContain(SECRET).contains("access denied to folder/key in s3://");
        }
    }

    @ParameterizedTest
    @CsvSource({"403, AccessDenied", "500, InternalError", "400, ExpiredToken", "418, Teapot"})
    void no_error_shows_the_secret(int status, String code) {
        answerNext(status, code, Map.of());

        var thrown = catchThrowableOfType(StorageException.class, () -> put(store));
        var trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));

        assertThat(trace.toString()).doesNotContain(SECRET);
    }

    @Test
    void a_server_whose_clock_differs_is_signed_for_by_its_own() {
        var late = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-20));
        try (var skewed = S3Adapter.open(server.config("bucket", ""), new AdapterContext(late, 4))) {
            var thrown = catchThrowableOfType(StoreUnavailable.class, () -> put(skewed));
            put(skewed);

            assertThat(thrown.reason()).isEqualTo(Reason.NOT_REACHED);
            assertThat(skewed.stat(KEY)).isPresent();
        }
    }

    @Test
    void an_error_that_comes_as_success_is_one() {
        try (var liar = new CannedServer(S3ErrorsTest::completeWithError);
                var misled = liar.asServer("aws").open("bucket", "");
                var upload = misled.openUpload(UploadRequest.start(KEY, PutOptions.DEFAULT, 5 << 20))) {
            var part = upload.putPart(1, ObjectSource.of(new byte[] {1}));

            assertThatExceptionOfType(StoreUnavailable.class)
                    .isThrownBy(() -> upload.complete(List.of(part), Optional.empty()))
                    .withMessageContaining("InternalError");
        }
    }

    private static void completeWithError(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String body = query.contains("uploadId") && exchange.getRequestMethod().equals("POST")
                ? "<Error><Code>InternalError</Code><Message>We failed.</Message></Error>"
                : "<InitiateMultipartUploadResult><UploadId>id</UploadId></InitiateMultipartUploadResult>";
        CannedServer.send(
                exchange,
                200,
                Map.of("ETag", "\"etag\"", "Content-Type", "application/xml"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_page_that_is_not_of_s3_is_a_failure() {
        byte[] page = "<html><body>It works!</body></html>".getBytes(StandardCharsets.UTF_8);
        try (var web = CannedServer.of(404, Map.of("Content-Type", "text/html"), page);
                var lost = web.asServer("generic").open("bucket", "")) {
            assertThatThrownBy(() -> list(lost)).isInstanceOfAny(StoreFailure.class, StoreNotFound.class);
        }
    }
}
