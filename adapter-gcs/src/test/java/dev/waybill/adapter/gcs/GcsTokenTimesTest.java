package dev.waybill.adapter.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException.AccessDenied;
import dev.waybill.port.StorageException.StoreUnavailable;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.testkit.gcs.GcsWireServer;
import dev.waybill.testkit.gcs.GcsWireServer.ScriptedAnswer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tokens of a service account and the time: an authorization server that takes no JWT whose times are off, and
/// tokens that end.
final class GcsTokenTimesTest {
    private static final ObjectKey KEY = ObjectKey.of("key");
    private static final Clock RIGHT = Clock.systemUTC();

    private static GcsWireServer start(Clock clock) {
        var wire = GcsWireServer.start(clock);
        wire.createBucket("bucket");
        wire.expireTokensAfter(Integer.MAX_VALUE);
        wire.trust(ServiceAccount.publicKey());
        return wire;
    }

    @MustBeClosed
    private static IObjectStorageAdapter open(GcsWireServer wire, Clock clock) {
        var server =
                new GcsServer(wire.endpoint(), Map.of("credentialsJson", ServiceAccount.json(wire.tokenEndpoint())));
        return GcsAdapter.open(server.config("bucket", ""), new AdapterContext(clock, 4));
    }

    private static void put(IObjectStorageAdapter store) {
        store.put(KEY, ObjectSource.of(new byte[10]), PutOptions.DEFAULT);
    }

    private static long askedForTokens(GcsWireServer wire) {
        return wire.requests().stream().filter("POST /token"::equals).count();
    }

    private static void failTokens(GcsWireServer wire) {
        wire.interceptNext(request -> request.equals("POST /token")
                ? Optional.of(new ScriptedAnswer(503, "backendError", Map.of()))
                : Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(ints = {-20, 20, -100_000})
    void a_clock_that_is_off_is_put_right_by_the_refusal_and_once(int minutes) {
        try (var wire = start(RIGHT);
                var store = open(wire, Clock.offset(RIGHT, Duration.ofMinutes(minutes)))) {
            put(store);
            assertThat(askedForTokens(wire)).isEqualTo(2);
            wire.expireTokens();
            assertThat(catchThrowableOfType(StoreUnavailable.class, () -> put(store)))
                    .isNotNull();
            put(store);

            assertThat(askedForTokens(wire)).as("with what was learned").isEqualTo(3);
        }
    }

    @Test
    void a_server_that_says_one_time_and_wants_another_is_told_of_as_a_wrong_clock() {
        try (var wire = start(Clock.offset(RIGHT, Duration.ofMinutes(20)));
                var store = open(wire, RIGHT)) {
            var denied = catchThrowableOfType(AccessDenied.class, () -> put(store));

            assertThat(denied).hasMessageContaining("set its clock right").hasMessageContaining("invalid_grant");
            assertThat(askedForTokens(wire)).isEqualTo(1);
            var trace = new StringWriter();
            denied.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString())
                    .doesNotContain("eyJ")
                    .doesNotContain(ServiceAccount.privateKeyText().substring(0, 40));
        }
    }

    @Test
    void a_key_that_the_server_does_not_know_is_denied_whatever_the_clock_shows() throws NoSuchAlgorithmException {
        try (var wire = start(RIGHT);
                var store = open(wire, Clock.offset(RIGHT, Duration.ofMinutes(20)))) {
            var other = KeyPairGenerator.getInstance("RSA");
            other.initialize(2048);
            wire.trust(other.generateKeyPair().getPublic());

            assertThat(catchThrowableOfType(AccessDenied.class, () -> put(store)))
                    .hasMessageContaining("Invalid JWT Signature")
                    .hasMessageNotContaining("clock");
        }
    }

    /// The library asks for another 225 seconds before the end, and has to have it 180 seconds before.
    @Test
    void a_token_near_its_end_is_replaced_before_it_ends_and_serves_where_there_is_no_other_yet() {
        try (var wire = start(RIGHT);
                var store = open(wire, RIGHT)) {
            wire.tokensLast(Duration.ofSeconds(215));
            put(store);
            failTokens(wire);
            put(store);
            assertThat(wire.issuedTokens()).isEqualTo(1);
            wire.tokensLast(Duration.ofHours(1));
            put(store);
            put(store);

            assertThat(wire.issuedTokens()).isEqualTo(2);
        }
    }

    @Test
    void a_token_that_has_all_but_ended_is_not_sent_any_more() {
        try (var wire = start(RIGHT);
                var store = open(wire, RIGHT)) {
            wire.tokensLast(Duration.ofSeconds(60));
            put(store);
            failTokens(wire);
            int before = wire.requests().size();
            var thrown = catchThrowableOfType(StoreUnavailable.class, () -> put(store));

            assertThat(thrown).hasMessageContaining("no access token is to be had now");
            assertThat(wire.requests().subList(before, wire.requests().size())).containsExactly("POST /token");
        }
    }

    @Test
    void a_token_that_the_server_forgets_is_renewed_once_and_the_call_succeeds_again() {
        try (var wire = start(RIGHT);
                var store = open(wire, RIGHT)) {
            put(store);
            wire.expireTokens();
            assertThat(catchThrowableOfType(StoreUnavailable.class, () -> put(store)))
                    .hasMessageContaining("there is a new one now");
            put(store);

            assertThat(wire.issuedTokens()).isEqualTo(2);
        }
    }
}
