package dev.waybill.adapter.azure;

import static dev.waybill.adapter.azure.IdentityBench.anHourAgo;
import static dev.waybill.adapter.azure.IdentityBench.inAnHour;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.testkit.azure.NeedsAzurite;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The tokens of a service's identity, as App Service gives them, with an Azurite that reads them. Azure's libraries
/// look at the environment for it, so it is another process that asks.
@NeedsAzurite
final class AzureIdentityTest {
    private static final String SECRET = "header-that-must-stay-hidden";
    private static final AnswersInTurn ANSWERS = new AnswersInTurn();
    private static final CannedServer IDENTITIES = new CannedServer(ANSWERS);
    private static IdentityBench.Other other;

    private final CountDownLatch ended = new CountDownLatch(1);

    @BeforeAll
    static void start() {
        other = IdentityBench.shared().new Other(Map.of(
                "IDENTITY_ENDPOINT",
                "http://127.0.0.1:" + IDENTITIES.port() + "/msi/token",
                "IDENTITY_HEADER",
                SECRET));
    }

    @AfterAll
    static void stop() {
        other.close();
        IDENTITIES.close();
    }

    @BeforeEach
    void open() {
        IDENTITIES.forget();
        other.open("30s");
    }

    @AfterEach
    void close() {
        ended.countDown();
    }

    private static String call(String what) {
        String said = other.tell(what);
        assertThat(said).doesNotContain(SECRET);
        return said;
    }

    private static CannedServer.Answer error(int status) {
        return IdentityBench.json(status, "{\"error\":\"invalid_request\",\"error_description\":\"no identity\"}");
    }

    private static CannedServer.Answer good() {
        return IdentityBench.machineToken(inAnHour(), inAnHour());
    }

    @Test
    void one_token_serves_many_calls() {
        ANSWERS.are(good());
        assertThat(call("put")).isEqualTo("10 bytes");
        assertThat(call("get")).isEqualTo("10 bytes");

        assertThat(IDENTITIES.requests()).hasSize(1).allSatisfy(request -> {
            assertThat(request.line()).contains("resource=https");
            assertThat(request.headers()).containsEntry("x-identity-header", SECRET);
        });
    }

    @Test
    void a_token_that_has_ended_is_replaced_before_the_next_call_and_not_sent_again() {
        ANSWERS.are(IdentityBench.machineToken(inAnHour(), inAnHour().minus(Duration.ofMinutes(56))));
        assertThat(call("put")).isEqualTo("10 bytes");
        call("later 240");
        ANSWERS.are(error(503));
        assertThat(call("put")).contains("StoreUnavailable").contains("no access token is to be had now");
        ANSWERS.are(good());
        int before = IDENTITIES.requests().size();
        assertThat(call("put")).isEqualTo("10 bytes");
        assertThat(call("put")).isEqualTo("10 bytes");

        assertThat(IDENTITIES.requests()).hasSize(before + 1);
    }

    @Test
    void an_identity_that_gives_no_token_is_told_from_one_that_gives_none_now() {
        ANSWERS.are(error(400));
        assertThat(call("put")).contains("AccessDenied").contains("accountKey, sas or connectionString");
        ANSWERS.are(error(500));
        int before = IDENTITIES.requests().size();
        assertThat(call("put")).contains("StoreUnavailable").contains("the server of identities answers 500");
        assertThat(IDENTITIES.requests())
                .as("asked below the layer that retries")
                .hasSize(before + 1);
        ANSWERS.are(good());

        assertThat(call("put")).isEqualTo("10 bytes");
    }

    @Test
    void an_identity_that_says_nothing_is_waited_for_no_longer_than_a_server() {
        other.open("1s");
        ANSWERS.are(exchange -> LoginBench.await(ended));

        assertThat(call("copy")).contains("StoreUnavailable").contains("it said nothing for 1 s");
    }

    @Test
    void a_token_that_the_service_no_longer_takes_is_replaced_by_another() {
        ANSWERS.are(IdentityBench.machineToken(anHourAgo(), inAnHour()), good());
        assertThat(call("put")).isEqualTo("10 bytes");

        assertThat(IDENTITIES.requests()).hasSize(2);
    }

    @Test
    void what_no_token_opens_is_denied_and_none_is_asked_for_again_at_once() {
        ANSWERS.are(IdentityBench.machineToken(anHourAgo(), inAnHour()));
        assertThat(call("put")).contains("AccessDenied").contains("AuthenticationFailed");
        assertThat(call("put")).contains("AccessDenied");
        assertThat(IDENTITIES.requests()).hasSize(2);
        call("later 31");
        ANSWERS.are(good());

        assertThat(call("put")).isEqualTo("10 bytes");
    }
}
