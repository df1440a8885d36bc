package dev.waybill.adapter.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.errorprone.annotations.MustBeClosed;
import com.sun.net.httpserver.HttpExchange;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.testkit.azure.Azurite;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the caller is told when the service, or the way to it, fails. The answers are those of the REST
/// reference, given by a server that does nothing else.
final class AzureErrorsTest {
    private static final ObjectKey KEY = ObjectKey.of("folder/key");
    private static final String SIGNATURE = "c2VjcmV0IHNpZ25hdHVyZQ";
    private static final String SAS = "sv=2023-11-03&sr=c&sp=rwdl&se=2020-01-01T00%3A00%3A00Z&sig=" + SIGNATURE + "%3D";

    private static CannedServer answering(int status, String code, Map<String, String> more) {
        var headers = new LinkedHashMap<>(more);
        String body = "";
        if (!code.isEmpty()) {
            headers.put("x-ms-error-code", code);
            body = "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>As asked.\nTime: now"
                    + "</Message></Error>";
        }
        return CannedServer.of(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    @MustBeClosed
    private static IObjectStorageAdapter open(CannedServer server) {
        return AzuriteStores.open(server.port(), "container", Map.of("readTimeout", "1S"));
    }

    private static void put(IObjectStorageAdapter to) {
        to.put(KEY, ObjectSource.of(new byte[] {1}), PutOptions.DEFAULT);
    }

    private static <E extends Throwable> E failureOf(
            Class<E> kind, int status, String code, Map<String, String> headers) {
        try (var server = answering(status, code, headers);
                var store = open(server)) {
            return catchThrowableOfType(kind, () -> put(store));
        }
    }

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({
        "404, ContainerNotFound, StoreNotFound",
        "409, ContainerBeingDeleted, StoreNotFound",
        "403, AuthenticationFailed, AccessDenied",
        "403, AuthorizationFailure, AccessDenied",
        "403, AuthorizationPermissionMismatch, AccessDenied",
        "403, InsufficientAccountPermissions, AccessDenied",
        "403, '', AccessDenied",
        "401, InvalidAuthenticationInfo, AccessDenied",
        "409, BlobImmutableDueToPolicy, AccessDenied",
        "412, ConditionNotMet, PreconditionFailed",
        "409, BlobAlreadyExists, PreconditionFailed",
        "412, LeaseIdMissing, StoreFailure",
        "409, BlobArchived, StoreFailure",
        "409, SnapshotsPresent, StoreFailure",
        "400, InvalidResourceName, KeyRejected",
        "400, Md5Mismatch, CorruptContent",
        "400, Crc64Mismatch, CorruptContent",
        "413, RequestBodyTooLarge, QuotaExceeded",
        "429, '', StoreUnavailable",
        "500, InternalError, StoreUnavailable",
        "500, OperationTimedOut, StoreUnavailable",
        "502, '', StoreUnavailable",
        "503, ServerBusy, StoreUnavailable",
        "504, '', StoreUnavailable",
        "404, '', StoreFailure",
        "418, Teapot, StoreFailure",
        "501, '', StoreFailure",
    })
    void an_answer_becomes_its_kind(int status, String code, String kind) {
        var thrown = failureOf(StorageException.class, status, code, Map.of());

        assertThat(thrown.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(thrown.getCause()).isNotNull();
    }

    @ParameterizedTest(name = "{0} {1} means {2}")
    @CsvSource({
        "503, ServerBusy, BUSY",
        "429, '', BUSY",
        "500, InternalError, OUTCOME_UNKNOWN",
        "500, OperationTimedOut, OUTCOME_UNKNOWN",
        "504, '', OUTCOME_UNKNOWN",
    })
    void an_unavailable_store_says_what_may_have_happened(int status, String code, Reason reason) {
        assertThat(failureOf(StoreUnavailable.class, status, code, Map.of()).reason())
                .isEqualTo(reason);
    }

    @Test
    void the_wait_that_a_busy_server_asks_for_is_handed_on() {
        var thrown = failureOf(StoreUnavailable.class, 503, "ServerBusy", Map.of("Retry-After", "17"));

        assertThat(thrown.retryAfter()).contains(Duration.ofSeconds(17));
    }

    @Test
    void nothing_is_tried_twice() {
        try (var server = answering(503, "ServerBusy", Map.of());
                var store = open(server)) {
            assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> put(store));

            assertThat(server.lines()).hasSize(1);
        }
    }

    @Test
    void the_message_says_what_the_service_said_and_no_more() {
        var thrown = failureOf(StoreFailure.class, 418, "Teapot", Map.of("x-ms-request-id", "r-1"));

        assertThat(thrown)
                .hasMessageContaining("418 Teapot: As asked. (request r-1)")
                .hasMessageNotContaining("Time:");
    }

    @Test
    void an_expired_signature_is_access_denied_and_shows_in_no_message() {
        String detail = "Signature not valid in the specified time frame, in " + SAS;
        byte[] body = ("<Error><Code>AuthenticationFailed</Code><Message>" + detail.replace("&", "&amp;")
                        + "</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        try (var server = CannedServer.of(403, Map.of("x-ms-error-code", "AuthenticationFailed"), body);
                var store = AzuriteStores.open(server.port(), "container", Map.of("sas", "?" + SAS))) {
            Stream.<ThrowingCallable>of(
                            () -> put(store),
                            () -> store.stat(KEY),
                            () -> store.delete(KEY, DeleteOptions.ANY),
                            () -> list(store))
                    .forEach(call -> assertThatThrownBy(call)
                            .isInstanceOf(AccessDenied.class)
                            .satisfies(e -> assertThat(trace(e)).doesNotContain(SIGNATURE)));
            assertThat(server.lines()).allMatch(line -> line.contains("sig=" + SIGNATURE));
            assertThat(store.toString() + store.store()).doesNotContain(SIGNATURE);
        }
    }

    /// As "Authorize with Shared Key" has it: a date of more than 15 minutes ago is refused.
    private static void holdToTheTime(HttpExchange exchange) throws IOException {
        var dated = ZonedDateTime.parse(
                exchange.getRequestHeaders().getFirst("x-ms-date"), DateTimeFormatter.RFC_1123_DATE_TIME);
        var off =
                Duration.between(dated.toInstant(), Clock.systemUTC().instant()).abs();
        boolean refused = off.compareTo(Duration.ofMinutes(15)) > 0;
        String code = refused ? "AuthenticationFailed" : "BlobNotFound";
        CannedServer.send(exchange, refused ? 403 : 404, Map.of("x-ms-error-code", code), new byte[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {-20, 20})
    void a_server_whose_clock_differs_is_signed_for_by_its_own(int minutes) {
        var wrong = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
        try (var server = new CannedServer(AzureErrorsTest::holdToTheTime);
                var store = AzuriteStores.open(server.port(), "container", Map.of(), wrong)) {
            var thrown = catchThrowableOfType(StoreUnavailable.class, () -> store.stat(KEY));

            assertThat(thrown.reason()).isEqualTo(Reason.NOT_REACHED);
            assertThat(store.stat(KEY)).isEmpty();
        }
    }

    private static void list(IObjectStorageAdapter store) {
        try (var objects = store.list(ListOptions.of(KeyPrefix.ALL))) {
            assertThat(objects.toList()).isNotNull();
        }
    }

    private static String trace(Throwable e) {
        var text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void a_connection_that_is_refused_shows_no_signature() {
        try (var store = AzuriteStores.open(Azurite.freePort(), "container", Map.of("sas", SAS))) {
            var thrown = catchThrowableOfType(StoreUnavailable.class, () -> put(store));

            assertThat(thrown.reason()).isEqualTo(Reason.NOT_REACHED);
            assertThat(trace(thrown)).doesNotContain(SIGNATURE);
        }
    }

    @Test
    void an_answer_that_is_no_listing_is_no_empty_store() {
        try (var server = CannedServer.of(200, Map.of(), "<html>welcome".getBytes(StandardCharsets.UTF_8));
                var store = open(server)) {
            assertThatExceptionOfType(StoreFailure.class)
                    .isThrownBy(() -> list(store))
                    .withMessageContaining("no list");
        }
        try (var server = CannedServer.of(200, Map.of(), "<html></html>".getBytes(StandardCharsets.UTF_8));
                var store = open(server)) {
            assertThatExceptionOfType(StoreFailure.class).isThrownBy(() -> list(store));
        }
    }

    @Test
    void a_body_that_ends_early_is_no_success() {
        try (var server = new CannedServer(exchange -> {
                    exchange.getResponseHeaders().set("ETag", "\"0x1\"");
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write(new byte[10]);
                    exchange.getResponseBody().flush();
                    exchange.getHttpContext().getServer().stop(0);
                });
                var store = open(server)) {
            assertThatThrownBy(() -> {
                        try (var content = store.get(KEY, dev.waybill.port.GetOptions.WHOLE)) {
                            content.stream().readAllBytes();
                        }
                    })
                    .isInstanceOf(java.io.IOException.class)
                    .hasCauseInstanceOf(StoreUnavailable.class);
        }
    }
}
