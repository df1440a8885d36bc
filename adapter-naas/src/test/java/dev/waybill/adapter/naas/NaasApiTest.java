package dev.waybill.adapter.naas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.StorageException.StoreNotFound;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.port.spi.S3Access;
import dev.waybill.port.spi.S3Reachable;
import dev.waybill.testkit.naas.NaasWireServer.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the API answers, and what is made of answers that are none.
class NaasApiTest {
    private static final String HIDDEN = "session-token-1";

    private final Workspace workspace = new Workspace();

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void the_request_is_the_one_that_the_api_knows() {
        try (var store = workspace.open()) {
            assertThat(store.store())
                    .hasToString("naas://" + workspace.api.endpoint().getAuthority() + "/" + Workspace.ID + "/abi");
            assertThat(workspace.api.requests())
                    .containsExactly("POST /workspace/" + Workspace.ID + "/storage/credentials/ {\"name\":\"abi\"}");
        }
    }

    @Test
    void an_unknown_key_is_denied_naming_the_remedy_and_not_the_key() {
        var failure =
                catchThrowableOfType(AccessDenied.class, () -> open(Map.of("apiKey", "another-key-that-stays-hidden")));

        assertThat(failure)
                .hasMessageContaining("401")
                .hasMessageContaining("NAAS_API_KEY")
                .hasMessageContaining(Workspace.ID);
        assertThat(allOf(failure)).doesNotContain("another-key-that-stays-hidden");
        assertThat(workspace.asked()).isEqualTo(1);
    }

    @Test
    void a_storage_that_is_not_there_is_named() {
        assertThatExceptionOfType(StoreNotFound.class)
                .isThrownBy(() -> open(Map.of("storage", "abx")))
                .withMessageContaining("abx")
                .withMessageContaining("storage not found")
                .withMessageContaining("config.storage_name");
    }

    @Test
    void a_success_that_says_that_the_storage_is_not_there_is_none() {
        workspace.api.interceptNext(own -> Answer.of(200, "{\"error\":{\"error\":1,\"message\":\"nope\"}}"));
        assertThatExceptionOfType(StoreNotFound.class).isThrownBy(() -> open(Map.of()));
    }

    @Test
    void an_api_that_fails_and_then_answers_is_asked_again_when_the_store_is_opened() {
        workspace.api.interceptNext(own -> Answer.of(500, "<html>oops</html>"));
        workspace.api.interceptNext(own -> new Answer(503, "", Map.of("Retry-After", "0")));
        try (var store = workspace.open()) {
            assertThat(store.stat(ObjectKey.of("k"))).isEmpty();
            assertThat(workspace.asked()).isEqualTo(3);
        }
    }

    @Test
    void an_api_that_goes_on_failing_is_unavailable() {
        for (int i = 0; i < 4; i++) {
            workspace.api.interceptNext(own -> new Answer(502, "", Map.of()));
        }
        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> open(Map.of()))
                .withMessageContaining("502");
        assertThat(workspace.asked()).isEqualTo(4);
    }

    @Test
    void an_api_that_asks_for_more_patience_than_there_is_is_not_asked_again() {
        workspace.api.interceptNext(own -> new Answer(429, "", Map.of("Retry-After", "3600")));
        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> open(Map.of()))
                .satisfies(e -> assertThat(e.retryAfter()).isPresent());
        assertThat(workspace.asked()).isEqualTo(1);
    }

    @Test
    void an_api_that_says_nothing_is_not_waited_for_without_end() {
        var over = new CountDownLatch(1);
        for (int i = 0; i < 4; i++) {
            workspace.api.interceptNext(own -> {
                over.await();
                return own;
            });
        }
        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> open(Map.of("apiTimeout", "100ms")))
                .withMessageContaining("100 ms");
        over.countDown();
    }

    @Test
    void a_port_where_nobody_listens_is_unavailable() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertThatExceptionOfType(StoreUnavailable.class)
                .isThrownBy(() -> open(Map.of("apiUrl", "http://127.0.0.1:" + port)))
                .withMessageContaining("127.0.0.1:" + port);
    }

    @Test
    void a_redirection_is_not_followed_with_the_key() {
        workspace.api.interceptNext(own -> new Answer(302, "", Map.of("Location", "http://127.0.0.1:1/")));
        assertThatExceptionOfType(StoreFailure.class)
                .isThrownBy(() -> open(Map.of()))
                .withMessageContaining("302")
                .withMessageContaining("apiUrl");
    }

    /// Each line: what is replaced in the API's own answer, by what, and the words of the refusal.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"secret_key\"      | \"secret_kex\"                  | no credentials.s3.secret_key",
                "\"session-token-1\" | \"\"                            | no credentials.s3.session_token",
                "\"session-token-1\" | null                            | no credentials.s3.session_token",
                "\"session-token-1\" | \"session-token-1 with spaces\" | credentials.s3.session_token must be",
                "\"session-token-1\" | \"session-token-1\\u000a\"      | credentials.s3.session_token must be",
                "\"session-token-1\" | {\"a\":\"session-token-1\"}     | no credentials.s3.session_token",
                "\"expiration\"      | \"expires\"                     | no credentials.s3.expiration",
                "+00:00\"            | \"                              | a time like",
                "s3://api-naas       | https://api-naas                | endpoint_url must be",
                "/abi\"              | /../other\"                     | endpoint_url must name a folder",
                "/abi\"              | //abi\"                         | endpoint_url must name a folder",
                "/abi\"              | /abi?x=y\"                      | endpoint_url must be",
                "\"eu-west-3\"       | \"../eu\"                        | region_name",
                "}}}                 | }}                              | no JSON object",
                "}}}                 | }}}{}                           | no JSON object",
                "{\"credentials\"    | [{\"credentials\"               | no JSON object",
                "\"region_name\"     | \"access_key_id\":\"x\",\"region_name\" | no JSON object",
            })
    void an_answer_that_is_half_or_hostile_is_refused_without_a_word_of_it(String part, String by, String words) {
        workspace.api.interceptNext(own -> Answer.of(200, own.body().replace(part, by)));
        var failure = catchThrowableOfType(StoreFailure.class, () -> open(Map.of()));

        assertThat(failure).hasMessageContaining(words).hasMessageContaining("apiUrl");
        assertThat(allOf(failure)).doesNotContain(HIDDEN, "secret-1", Workspace.API_KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "{}", "[]", "<html>welcome</html>", "{\"credentials\":null}", "session-token-1"})
    void a_body_that_is_something_else_is_refused(String body) {
        workspace.api.interceptNext(own -> Answer.of(200, body));
        var failure = catchThrowableOfType(StoreFailure.class, () -> open(Map.of()));
        assertThat(failure).hasMessageContaining("is of no use");
        assertThat(allOf(failure)).doesNotContain(HIDDEN);
    }

    @Test
    void an_answer_without_end_is_cut_short() {
        workspace.api.interceptNext(own -> Answer.of(200, " ".repeat(1 << 20) + own.body()));
        assertThatExceptionOfType(StoreFailure.class)
                .isThrownBy(() -> open(Map.of()))
                .withMessageContaining("longer than any answer");
    }

    @Test
    void credentials_that_have_expired_when_they_come_are_refused() {
        workspace.api.issueFor(java.time.Duration.ofMinutes(-1));
        assertThatExceptionOfType(StoreFailure.class)
                .isThrownBy(() -> open(Map.of()))
                .withMessageContaining("expired already");
    }

    @ParameterizedTest
    @CsvSource({"+00:00,Z", "+00:00,+0000", "+00:00,.5+00:00"})
    void a_time_may_be_written_a_little_otherwise(String zone, String by) {
        workspace.api.interceptNext(own -> Answer.of(200, own.body().replace(zone, by)));
        try (var store = workspace.open()) {
            assertThat(store.stat(ObjectKey.of("k"))).isEmpty();
        }
    }

    @Test
    void credentials_without_an_end_and_a_place_with_a_slash_are_taken() {
        workspace.api.interceptNext(own -> Answer.of(
                200,
                own.body()
                        .replaceAll("\"expiration\":\"[^\"]*\"", "\"expiration\":null")
                        .replace("/abi\"", "/abi/\"")));
        try (var store = workspace.open()) {
            assertThat(store.stat(ObjectKey.of("k"))).isEmpty();
            assertThat(workspace.s3.requests()).contains("HEAD /api-naas-storage/" + Workspace.ID + "/abi/k");
        }
    }

    @Test
    void the_message_of_the_api_is_shown_on_one_line_and_without_the_key() {
        workspace.api.interceptNext(own -> Answer.of(
                418,
                "{\"error\":{\"message\":\"bad\\n\\u001b[31m " + Workspace.API_KEY + " " + "x".repeat(5000) + "\"}}"));
        var failure = catchThrowableOfType(StoreFailure.class, () -> open(Map.of()));
        assertThat(failure.getMessage())
                .contains("418", "bad", "***")
                .doesNotContain("\n", "\u001b")
                .hasSizeLessThan(600);
        assertThat(allOf(failure)).doesNotContain(Workspace.API_KEY);
    }

    @Test
    void other_programs_are_told_where_the_storage_is_and_until_when() {
        S3Access access = ((S3Reachable) workspace.configure(Map.of("prefix", "storage")))
                .access(new AdapterContext(Clock.systemUTC(), 1));

        assertThat(access.bucket()).isEqualTo("api-naas-storage");
        assertThat(access.home()).isEqualTo(Workspace.ID + "/abi");
        assertThat(access.prefix()).isEqualTo(Workspace.ID + "/abi/storage");
        assertThat(access.region()).contains("eu-west-3");
        assertThat(access.endpoint()).contains(workspace.s3.endpoint());
        assertThat(access.credentials().origin()).isEqualTo(S3Access.Origin.ISSUED);
        assertThat(access.credentials().expires()).isPresent();
        assertThat(access.credentials().sessionToken().orElseThrow().reveal()).isEqualTo("session-token-1");
        assertThat(access.toString()).doesNotContain("secret-1", HIDDEN);
    }

    @MustBeClosed
    private IObjectStorageAdapter open(Map<String, String> settings) {
        return workspace.open(Clock.systemUTC(), settings);
    }

    /// Everything that a log would show of a failure, causes too.
    private static String allOf(StorageException failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
