package dev.waybill.adapter.azure;

import static dev.waybill.adapter.azure.IdentityBench.inAnHour;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.waybill.adapter.azure.LoginBench.Way;
import dev.waybill.testkit.azure.NeedsAzurite;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of requests whose token the service refuses, as Azure does: by a server in its place that takes none
/// of the first tokens that it sees.
@NeedsAzurite
final class AzureRefusedTokenTest {
    private static final LoginBench BENCH = LoginBench.shared();

    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private volatile boolean onlyCopies;
    private volatile int refusals = 1;
    private volatile CyclicBarrier together = new CyclicBarrier(1);
    private CannedServer store;

    @BeforeEach
    void open() throws IOException {
        BENCH.forget();
        store = CannedServer.secure(IdentityBench.shared().certificate(), this::answer);
        BENCH.open(Way.SECRET, URI.create("https://127.0.0.1:" + store.port()));
        BENCH.answers(
                LoginBench.token(inAnHour(), 3600),
                LoginBench.token(inAnHour(), 3600),
                LoginBench.token(inAnHour(), 3600));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        boolean copy = exchange.getRequestHeaders().containsKey("x-ms-copy-source");
        if (refused.size() < refusals && (copy || !onlyCopies)) {
            refused.add(token);
        }
        if (refused.contains(token)) {
            awaitAll();
            CannedServer.send(
                    exchange,
                    401,
                    Map.of(
                            "x-ms-error-code",
                            "InvalidAuthenticationInfo",
                            "WWW-Authenticate",
                            "Bearer authorization_uri=https://login.example.org/t/oauth2/authorize resource_id=https://"
                                    + "storage.azure.com"),
                    new byte[0]);
            return;
        }
        boolean read = exchange.getRequestMethod().equals("GET")
                || exchange.getRequestMethod().equals("HEAD");
        CannedServer.send(exchange, read ? 200 : 201, Map.of("ETag", "\"0x1\""), new byte[read ? 10 : 0]);
    }

    private void awaitAll() throws IOException {
        try {
            together.await();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Test
    void a_request_is_made_again_with_another_token() {
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
        assertThat(BENCH.tell("get")).isEqualTo("10 bytes");

        assertThat(store.lines()).hasSize(3);
        assertThat(BENCH.logins()).hasSize(2);
    }

    @Test
    void a_body_that_is_read_while_it_is_sent_is_sent_from_its_beginning() {
        assertThat(BENCH.tell("large")).isEqualTo("1048577 bytes");

        assertThat(store.requests())
                .filteredOn(request -> request.line().contains("comp=block&"))
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.body()).hasSize(1048577));
        assertThat(BENCH.logins()).hasSize(2);
    }

    @Test
    void what_a_copy_reads_is_opened_by_the_token_of_its_request() {
        onlyCopies = true;
        assertThat(BENCH.tell("copy")).isEqualTo("10 bytes");

        assertThat(store.requests())
                .filteredOn(request -> request.headers().containsKey("x-ms-copy-source"))
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.headers().get("x-ms-copy-source-authorization"))
                        .isEqualTo(request.headers().get("authorization")));
        assertThat(BENCH.logins()).hasSize(2);
    }

    @Test
    void many_calls_that_are_refused_wait_for_one_login() {
        together = new CyclicBarrier(6);
        BENCH.tell("begin 6");

        assertThat(BENCH.tell("finish").lines()).hasSize(6).containsOnly("10 bytes");
        assertThat(store.lines()).hasSize(12);
        assertThat(BENCH.logins()).hasSize(2);
    }

    @Test
    void a_second_refusal_is_the_answer_and_no_more_tokens_are_asked_for() {
        refusals = 3;
        assertThat(BENCH.tell("put")).contains("AccessDenied").contains("401 InvalidAuthenticationInfo");
        assertThat(BENCH.tell("put")).contains("AccessDenied");

        assertThat(store.lines()).hasSize(3);
        assertThat(BENCH.logins()).hasSize(2);
    }

    @Test
    void a_refusal_is_no_answer_where_no_other_token_is_to_be_had_now() {
        BENCH.answers(LoginBench.token(inAnHour(), 3600), LoginBench.busy());

        assertThat(BENCH.tell("put")).contains("StoreUnavailable").contains("no access token is to be had now");
    }
}
