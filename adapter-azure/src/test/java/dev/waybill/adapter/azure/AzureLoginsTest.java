package dev.waybill.adapter.azure;

import static dev.waybill.adapter.azure.IdentityBench.anHourAgo;
import static dev.waybill.adapter.azure.IdentityBench.inAnHour;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.adapter.azure.LoginBench.Way;
import dev.waybill.testkit.azure.NeedsAzurite;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Service principals and workloads, who log in at an authority that the environment names, with an Azurite that
/// reads the tokens which they get there.
@NeedsAzurite
final class AzureLoginsTest {
    private static final LoginBench BENCH = LoginBench.shared();

    private final CountDownLatch ended = new CountDownLatch(1);

    @BeforeEach
    void forget() {
        BENCH.forget();
    }

    @AfterEach
    void let() {
        ended.countDown();
    }

    @ParameterizedTest
    @EnumSource
    void one_login_serves_many_calls(Way way) {
        BENCH.open(way, "30s");
        BENCH.answers(LoginBench.token(inAnHour(), 3600));
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
        assertThat(BENCH.tell("large")).isEqualTo("1048577 bytes");
        assertThat(BENCH.tell("get")).isEqualTo("1048577 bytes");

        assertThat(BENCH.logins())
                .hasSize(1)
                .allSatisfy(login -> assertThat(login)
                        .contains("grant_type=client_credentials")
                        .contains("scope=https%3A%2F%2Fstorage.azure.com%2F.default")
                        .contains(way.proof()));
    }

    @ParameterizedTest
    @EnumSource
    void a_token_is_replaced_before_it_ends_and_used_until_then(Way way) {
        BENCH.open(way, "30s");
        BENCH.answers(LoginBench.token(inAnHour(), 299), LoginBench.busy());
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
        BENCH.tell("later 60");
        assertThat(BENCH.tell("put")).as("while no other is to be had").isEqualTo("10 bytes");
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
        assertThat(BENCH.logins()).hasSize(2);
        BENCH.tell("later 60");
        BENCH.answers(LoginBench.token(inAnHour(), 3600), LoginBench.busy());
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
        assertThat(BENCH.logins()).hasSize(3);
        BENCH.tell("later 300");
        assertThat(BENCH.tell("put")).as("by that which came ahead").isEqualTo("10 bytes");
        assertThat(BENCH.logins()).hasSize(3);
        BENCH.tell("later 3600");

        assertThat(BENCH.tell("put")).contains("StoreUnavailable").contains("the server of identities answers 503");
    }

    @ParameterizedTest
    @EnumSource
    void a_login_that_is_refused_is_denied_without_a_secret(Way way) {
        BENCH.open(way, "30s");
        BENCH.answers(LoginBench.refused());

        assertThat(BENCH.tell("put"))
                .contains("AccessDenied")
                .contains("AADSTS7000215")
                .contains("accountKey, sas or connectionString");
        assertThat(BENCH.logins()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void an_authority_that_says_nothing_is_waited_for_no_longer_than_a_server(Way way) {
        BENCH.open(way, "0.5s");
        BENCH.answers(exchange -> LoginBench.await(ended));

        assertThat(BENCH.tell("put")).contains("StoreUnavailable").contains("it said nothing for");
    }

    @ParameterizedTest
    @EnumSource
    void a_token_that_the_service_no_longer_takes_is_replaced_by_another(Way way) {
        BENCH.open(way, "30s");
        BENCH.answers(LoginBench.token(anHourAgo(), 3600), LoginBench.token(inAnHour(), 3600));
        assertThat(BENCH.tell("large")).isEqualTo("1048577 bytes");
        assertThat(BENCH.tell("get")).isEqualTo("1048577 bytes");

        assertThat(BENCH.logins()).hasSize(2);
    }

    @Test
    void a_clock_that_is_wrong_by_twenty_minutes_hinders_nobody() {
        BENCH.open(Way.SECRET, "30s");
        BENCH.answers(LoginBench.token(inAnHour(), 3600));
        BENCH.tell("later 1200");
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
        BENCH.tell("later -2400");

        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
    }

    @Test
    void many_calls_wait_for_one_login_and_hear_of_one_failure() throws InterruptedException {
        BENCH.open(Way.SECRET, "1s");
        var asked = new CountDownLatch(1);
        BENCH.answers(exchange -> {
            asked.countDown();
            LoginBench.await(ended);
        });
        BENCH.tell("begin 8");
        asked.await();

        assertThat(BENCH.tell("finish").lines().filter(line -> line.contains("no access token is to be had")))
                .hasSize(8);
        assertThat(BENCH.logins())
                .as("one after another would take eight seconds")
                .hasSizeLessThan(4);
    }

    @Test
    void a_call_that_waits_for_a_login_can_be_interrupted() throws InterruptedException {
        BENCH.open(Way.SECRET, "30s");
        var asked = new CountDownLatch(1);
        BENCH.answers(exchange -> {
            asked.countDown();
            LoginBench.await(ended);
        });
        BENCH.tell("begin 1");
        asked.await();

        assertThat(BENCH.tell("interrupt")).contains("StorageException$Cancelled");
    }

    @Test
    void a_file_that_is_named_and_not_there_is_no_trouble_that_passes() throws IOException {
        BENCH.open(Way.WORKLOAD, "30s");
        Files.delete(BENCH.assertion());
        try {
            assertThat(BENCH.tell("put")).contains("AccessDenied");
        } finally {
            BENCH.writeAssertion();
        }
    }
}
