package dev.waybill.adapter.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.StorageException.StoreUnavailable.Reason;
import dev.waybill.testkit.TestSources;
import dev.waybill.testkit.gcs.GcsWireServer;
import dev.waybill.testkit.gcs.GcsWireServer.ScriptedAnswer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who asks, and what becomes of a token that is no longer good.
final class GcsCredentialsTest {
    private static final ObjectKey KEY = ObjectKey.of("key");

    private final GcsWireServer wire = GcsWireServer.start(Clock.systemUTC());

    @TempDir
    Path folder;

    @BeforeEach
    void bucket() {
        wire.createBucket("bucket");
    }

    @AfterEach
    void stop() {
        wire.close();
    }

    private String account() {
        return ServiceAccount.json(wire.tokenEndpoint());
    }

    private static String trace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static void put(IObjectStorageAdapter store) {
        store.put(KEY, ObjectSource.of(new byte[10]), PutOptions.DEFAULT);
    }

    @Test
    void an_account_s_key_file_is_asked_for_one_token_and_it_serves_many_calls() throws IOException {
        wire.expireTokensAfter(1_000);
        Path file = Files.writeString(folder.resolve("robot.json"), account());
        var server = new GcsServer(wire.endpoint(), Map.of("credentialsFile", file.toString()));
        try (var store = server.open("bucket", "")) {
            put(store);
            put(store);

            assertThat(store.stat(KEY)).isPresent();
        }
        assertThat(wire.issuedTokens()).isEqualTo(1);
    }

    @Test
    void a_token_that_expires_between_two_calls_is_replaced_once() {
        wire.expireTokensAfter(3);
        var server = new GcsServer(wire.endpoint(), Map.of("credentialsJson", account()));
        try (var store = server.open("bucket", "")) {
            for (int i = 0; i < 3; i++) {
                put(store);
            }
            var thrown = catchThrowableOfType(StoreUnavailable.class, () -> put(store));
            assertThat(thrown.reason()).isEqualTo(Reason.NOT_REACHED);
            put(store);

            assertThat(store.stat(KEY)).isPresent();
        }
        assertThat(wire.issuedTokens()).isEqualTo(2);
    }

    @Test
    void a_token_that_expires_within_a_large_put_leaves_nothing_and_the_next_try_succeeds() {
        wire.expireTokensAfter(1);
        var server = new GcsServer(wire.endpoint(), Map.of("credentialsJson", account()));
        byte[] bytes = TestSources.bytes(3 << 20, 1);
        try (var store = server.open("bucket", "")) {
            put(store);
            wire.expireTokensAfter(100);
            assertThatExceptionOfType(StoreUnavailable.class)
                    .isThrownBy(() -> store.put(KEY, ObjectSource.of(bytes), PutOptions.DEFAULT));

            assertThat(store.put(KEY, ObjectSource.of(bytes), PutOptions.DEFAULT)
                            .size())
                    .isEqualTo(bytes.length);
        }
    }

    @Test
    void an_account_that_gets_no_token_is_denied_without_its_key_being_told() {
        wire.interceptNext(request -> request.equals("POST /token")
                ? Optional.of(new ScriptedAnswer(400, "invalid_grant", Map.of()))
                : Optional.empty());
        var server = new GcsServer(wire.endpoint(), Map.of("credentialsJson", account()));
        try (var store = server.open("bucket", "")) {
            var thrown = catchThrowableOfType(AccessDenied.class, () -> put(store));

            assertThat(thrown).hasMessageContaining("credentialsFile");
            assertThat(trace(thrown))
                    .doesNotContain(ServiceAccount.privateKeyText().substring(0, 40));
            assertThat(server.config("bucket", "").toString())
                    .doesNotContain(ServiceAccount.privateKeyText().substring(0, 40));
        }
    }

    @Test
    void an_authorization_server_that_is_busy_is_worth_another_try() {
        wire.expireTokensAfter(10);
        wire.interceptNext(request -> request.equals("POST /token")
                ? Optional.of(new ScriptedAnswer(503, "backendError", Map.of()))
                : Optional.empty());
        var server = new GcsServer(wire.endpoint(), Map.of("credentialsJson", account()));
        try (var store = server.open("bucket", "")) {
            var thrown = catchThrowableOfType(StoreUnavailable.class, () -> put(store));
            assertThat(thrown.reason()).isEqualTo(Reason.NOT_REACHED);
            assertThat(wire.issuedTokens())
                    .as("tokens asked for again below the layer that retries")
                    .isZero();
            put(store);

            assertThat(store.stat(KEY)).isPresent();
        }
    }

    @Test
    void a_token_that_was_never_good_is_denied() {
        wire.allowToken("good");
        var server = new GcsServer(wire.endpoint(), Map.of("accessToken", "bad"));
        try (var store = server.open("bucket", "")) {
            assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> put(store));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"type\": \"hush\"}", "{\"type\": \"service_account\"}", "hush"})
    void a_key_that_is_none_is_denied_without_being_told(String json) {
        var server = new GcsServer(wire.endpoint(), Map.of("credentialsJson", json));
        try (var store = server.open("bucket", "")) {
            assertThatExceptionOfType(AccessDenied.class)
                    .isThrownBy(() -> put(store))
                    .withMessageContaining("credentials");
        }
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        var server = new GcsServer(
                wire.endpoint(),
                Map.of("credentialsFile", folder.resolve("absent.json").toString()));
        try (var store = server.open("bucket", "")) {
            assertThatExceptionOfType(AccessDenied.class)
                    .isThrownBy(() -> put(store))
                    .withMessageContaining("absent.json");
        }
    }

    @Test
    void who_asks_as_nobody_reads_what_is_open_to_all_and_is_denied_the_rest() {
        try (var store = GcsServer.open(wire.endpoint()).open("bucket", "")) {
            put(store);
            assertThat(store.stat(KEY)).isPresent();
            wire.allowToken("somebody");

            assertThatExceptionOfType(AccessDenied.class).isThrownBy(() -> put(store));
        }
    }
}
