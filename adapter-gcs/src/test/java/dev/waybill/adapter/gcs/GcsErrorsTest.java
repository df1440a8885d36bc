package dev.waybill.adapter.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.port.DeleteOptions;
import dev.waybill.port.DeleteResult;
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
import dev.waybill.port.StorageException.KeyRejected;
import dev.waybill.port.StorageException.QuotaExceeded;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreNotFound;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.testkit.TestSources;
import dev.waybill.testkit.gcs.GcsWireServer;
import dev.waybill.testkit.gcs.GcsWireServer.ScriptedAnswer;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import org.junit.jupiter.params.provider.ValueSource;

/// What answers that are errors come to.
final class GcsErrorsTest {
    private static final ObjectKey KEY = ObjectKey.of("key");

    private final GcsWireServer wire = GcsWireServer.start(Clock.systemUTC());
    private IObjectStorageAdapter store;

    @BeforeEach
    @SuppressWarnings("MustBeClosed") // closed after each test
    void start() {
        wire.createBucket("bucket");
        store = GcsServer.open(wire.endpoint()).open("bucket", "");
    }

    @AfterEach
    void stop() {
        store.close();
        wire.close();
    }

    private void answerNext(String requests, int status, String reason, Map<String, String> headers) {
        wire.interceptNext(request -> request.startsWith(requests)
                ? Optional.of(new ScriptedAnswer(status, reason, headers))
                : Optional.empty());
    }

    private void put(int bytes) {
        store.put(KEY, ObjectSource.of(TestSources.bytes(bytes, 1)), PutOptions.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "429, rateLimitExceeded, BUSY",
        "503, backendError, BUSY",
        "403, userRateLimitExceeded, BUSY",
        "500, internalError, OUTCOME_UNKNOWN",
        "502, '', OUTCOME_UNKNOWN",
        "504, '', OUTCOME_UNKNOWN",
        "408, '', OUTCOME_UNKNOWN",
    })
    void an_answer_that_may_change_is_unavailable(int status, String reason, Reason expected) {
        answerNext("POST", status, reason, Map.of());

        assertThat(catchThrowableOfType(StoreUnavailable.class, () -> put(10)).reason())
                .isEqualTo(expected);
        put(10);
        assertThat(store.stat(KEY)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 3 << 20})
    void the_time_to_wait_is_told(int bytes) {
        answerNext("POST", 429, "rateLimitExceeded", Map.of("Retry-After", "7"));

        assertThat(catchThrowableOfType(StoreUnavailable.class, () -> put(bytes))
                        .retryAfter())
                .contains(Duration.ofSeconds(7));
    }

    @Test
    void a_large_put_that_may_not_begin_now_is_told_from_one_that_is_denied() {
        answerNext("POST", 403, "userRateLimitExceeded", Map.of());
        assertThat(catchThrowableOfType(StoreUnavailable.class, () -> put(3 << 20))
                        .reason())
                .isEqualTo(Reason.BUSY);

        answerNext("POST", 403, "forbidden", Map.of());
        assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> put(3 << 20));
    }

    @Test
    void a_session_that_is_throttled_midway_says_so_and_stores_nothing() {
        answerNext("PUT", 503, "backendError", Map.of("Retry-After", "3"));

        var thrown = catchThrowableOfType(StoreUnavailable.class, () -> put(3 << 20));
        assertThat(thrown.reason()).isEqualTo(Reason.BUSY);
        assertThat(thrown.retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(store.stat(KEY)).isEmpty();
    }

    @Test
    void a_session_that_is_no_more_is_worth_another() {
        answerNext("PUT", 410, "gone", Map.of());

        assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> put(3 << 20));
    }

    @Test
    void a_refusal_is_not_tried_again() {
        answerNext("POST", 403, "forbidden", Map.of());
        assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> put(10));

        answerNext("POST", 403, "quotaExceeded", Map.of());
        assertThatExceptionOfType(QuotaExceeded.class).isThrownBy(() -> put(10));

        answerNext("POST", 418, "teapot", Map.of());
        assertThatExceptionOfType(StoreFailure.class).isThrownBy(() -> put(10)).withMessageContaining("418 teapot");
        assertThat(wire.requests()).hasSize(3);
    }

    @Test
    void a_bucket_that_is_not_there_is_no_absent_object() {
        try (var other = GcsServer.open(wire.endpoint()).open("nowhere", "")) {
            assertNoStore(() -> other.stat(KEY));
            assertNoStore(() -> {
                try (var content = other.get(KEY, GetOptions.WHOLE)) {
                    content.stream().readAllBytes();
                }
            });
            assertNoStore(() -> other.put(KEY, ObjectSource.of(new byte[1]), PutOptions.DEFAULT));
            assertNoStore(() -> other.delete(KEY, DeleteOptions.ANY));
            assertNoStore(() -> {
                try (var objects = other.list(ListOptions.of(KeyPrefix.ALL))) {
                    objects.toList();
                }
            });
            assertNoStore(() -> other.deleteAll(List.of(Deletion.of(KEY))).forEach(GcsErrorsTest::rethrow));
        }
    }

    private static void rethrow(DeleteResult result) {
        if (result instanceof DeleteResult.Failed failed) {
            throw failed.reason();
        }
    }

    private static void assertNoStore(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(StoreNotFound.class).isThrownBy(call).withMessageContaining("nowhere");
    }

    @Test
    void an_absent_object_in_a_proxy_s_words_is_no_absent_bucket() {
        answerNext("GET /storage/v1/b/bucket/o/key", 404, "notFound", Map.of());

        assertThat(store.stat(KEY)).isEmpty();
    }

    @Test
    void another_service_s_answer_is_no_empty_listing() {
        answerNext("GET /storage/v1/b/bucket/o", 200, "notAListing", Map.of());

        try (var objects = store.list(ListOptions.of(KeyPrefix.ALL))) {
            assertThatExceptionOfType(StoreFailure.class)
                    .isThrownBy(objects::toList)
                    .withMessageContaining("no listing");
        }
    }

    @Test
    void a_listing_that_fails_on_a_later_page_fails() {
        for (String name : List.of("a", "b", "c")) {
            store.put(ObjectKey.of(name), ObjectSource.of(new byte[1]), PutOptions.DEFAULT);
        }
        try (var objects = store.list(ListOptions.of(KeyPrefix.ALL).withPageSize(2))) {
            var keys = objects.iterator();
            keys.next();
            answerNext("GET /storage/v1/b/bucket/o", 503, "backendError", Map.of());

            assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> keys.forEachRemaining(o -> {}));
        }
    }

    @Test
    void one_deletion_of_a_batch_that_is_denied_fails_alone() {
        var other = ObjectKey.of("other");
        store.put(KEY, ObjectSource.of(new byte[1]), PutOptions.DEFAULT);
        store.put(other, ObjectSource.of(new byte[1]), PutOptions.DEFAULT);
        answerNext("DELETE /storage/v1/b/bucket/o/key", 403, "forbidden", Map.of());

        var results = store.deleteAll(List.of(Deletion.of(KEY), Deletion.of(other)));

        assertThat(results)
                .first()
                .isInstanceOfSatisfying(
                        DeleteResult.Failed.class,
                        failed -> assertThat(failed.reason()).isInstanceOf(AccessDenied.class));
        assertThat(results).last().isEqualTo(new DeleteResult.Deleted(other));
    }

    @Test
    void a_name_that_the_store_reserves_is_rejected_without_a_request() {
        for (String name : List.of(".well-known/acme-challenge/x", ".waybill-uploads/open/x")) {
            assertThatExceptionOfType(KeyRejected.class).isThrownBy(() -> store.stat(ObjectKey.of(name)));
        }
        assertThat(wire.requests()).isEmpty();
    }

    @Test
    void nothing_that_would_let_somebody_in_is_told() {
        String token = "ya29.very-secret";
        wire.allowToken(token);
        try (var own =
                GcsServer.open(wire.endpoint()).with("credentials", "default").open("x", "")) {
            assertThat(own.store().toString()).doesNotContain("secret");
        }
        var server = new GcsServer(wire.endpoint(), Map.of("accessToken", token));
        try (var own = server.open("bucket", "")) {
            answerNext("PUT", 400, "invalid", Map.of());
            var ofSession = catchThrowable(
                    () -> own.put(KEY, ObjectSource.of(TestSources.bytes(3 << 20, 1)), PutOptions.DEFAULT));
            answerNext("POST", 403, "for " + token, Map.of("X-Echo", "Bearer " + token));
            var ofUpload = catchThrowable(() -> own.put(KEY, ObjectSource.of(new byte[1]), PutOptions.DEFAULT));

            assertThat(ofSession).isInstanceOf(StorageException.class);
            assertThat(trace(ofSession) + trace(ofUpload) + server.config("bucket", ""))
                    .doesNotContain(token)
                    .doesNotContain("upload_id=upload-");
        }
    }

    private static String trace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
