package dev.waybill.adapter.azure;

import static dev.waybill.adapter.azure.IdentityBench.anHourAgo;
import static dev.waybill.adapter.azure.IdentityBench.inAnHour;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.testkit.azure.NeedsAzurite;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The tokens of the Azure CLI's user, from a program of our own that is found before any other `az`, with an Azurite
/// that reads them.
@NeedsAzurite
final class AzureCliTest {
    private static final LoginBench BENCH = LoginBench.shared();
    private static final AzProgram AZ = BENCH.commandLine();

    @BeforeEach
    void open() {
        BENCH.forget();
        BENCH.openByNone("30s");
    }

    @AfterEach
    void remove() throws IOException {
        AZ.remove();
    }

    @Test
    void one_question_serves_many_calls() throws IOException {
        AZ.does(AzProgram.token(inAnHour(), inAnHour()));
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
        assertThat(BENCH.tell("get")).isEqualTo("10 bytes");

        assertThat(AZ.asked())
                .singleElement()
                .asString()
                .endsWith(" account get-access-token --output json --resource https://storage.azure.com");
    }

    @Test
    void a_token_is_replaced_before_it_ends() throws IOException {
        AZ.does(AzProgram.token(inAnHour(), inAnHour().minus(Duration.ofMinutes(56))));
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
        BENCH.tell("later 60");
        AZ.does("exit 1");
        assertThat(BENCH.tell("put")).as("while no other is to be had").isEqualTo("10 bytes");
        BENCH.tell("later 60");
        AZ.does(AzProgram.token(inAnHour(), inAnHour()));
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");

        assertThat(AZ.asked()).hasSize(3);
    }

    @Test
    void older_versions_tell_the_end_as_a_local_time() throws IOException {
        String end = LocalDateTime.ofInstant(inAnHour(), ZoneId.systemDefault())
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"));
        AZ.does("echo '{ \"accessToken\": \"" + IdentityBench.token(inAnHour()) + "\", \"expiresOn\": \"" + end
                + ".123456\" }'");
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");

        assertThat(AZ.asked()).hasSize(1);
    }

    @Test
    void who_is_not_logged_in_is_denied_and_told_so() throws IOException {
        AZ.does("echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1");

        assertThat(BENCH.tell("put"))
                .contains("AccessDenied")
                .contains("accountKey, sas or connectionString")
                .contains("the Azure CLI (az) says: ERROR: Please run 'az login' to setup account.");
    }

    @Test
    void what_is_no_answer_is_not_told() throws IOException {
        AZ.does("echo '{ \"accessToken\": \"" + IdentityBench.token(inAnHour()) + "\", \"expiresOn\": \"soon\" }'");

        assertThat(BENCH.tell("put")).contains("AccessDenied").contains("gives no token that can be read");
    }

    @Test
    void a_token_that_the_service_no_longer_takes_is_replaced_or_denied_if_there_is_but_that() throws IOException {
        AZ.does(AzProgram.token(anHourAgo(), inAnHour()));
        assertThat(BENCH.tell("put")).contains("AccessDenied").contains("AuthenticationFailed");
        assertThat(AZ.asked()).hasSize(2);
        BENCH.tell("later 60");
        AZ.does(AzProgram.token(inAnHour(), inAnHour()));

        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
    }

    @Test
    void a_program_that_says_nothing_is_ended() throws IOException {
        BENCH.openByNone("0.5s");
        AZ.does("sleep 600");
        assertThat(BENCH.tell("put")).contains("StoreUnavailable").contains("the Azure CLI (az) said nothing for");

        long process = Long.parseLong(AZ.asked().get(0).split(" ")[0]);
        while (ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent()) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    @Test
    void a_call_that_waits_for_the_program_can_be_interrupted() throws IOException {
        AZ.does("sleep 600");
        BENCH.tell("begin 1");
        while (AZ.asked().isEmpty()) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }

        assertThat(BENCH.tell("interrupt")).contains("StorageException$Cancelled");
    }
}
