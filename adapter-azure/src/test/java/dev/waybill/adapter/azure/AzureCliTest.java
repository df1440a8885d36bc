package dev.waybill.adapter.azure;

import static dev.waybill.adapter.azure.IdentityBench.anHourAgo;
import static dev.waybill.adapter.azure.IdentityBench.inAnHour;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.testkit.azure.NeedsAzurite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The tokens of the Azure CLI's user, from a program of our own that is found before any other `az`, with an Azurite
/// that reads them.
@NeedsAzurite
final class AzureCliTest {
    private static final LoginBench BENCH = LoginBench.shared();
    private static final Path ASKED = BENCH.commandLine().resolve("asked");

    @BeforeEach
    void forget() throws IOException {
        Files.deleteIfExists(ASKED);
        BENCH.openByCommandLine("30s");
    }

    /// The program notes its process and its arguments, and does this.
    private static void program(String script) throws IOException {
        Path az = BENCH.commandLine().resolve("az");
        Files.writeString(az, "#!/bin/sh\necho $$ \"$@\" >> '" + ASKED + "'\n" + script + "\n");
        assertThat(az.toFile().setExecutable(true)).isTrue();
    }

    @AfterEach
    void remove() throws IOException {
        Files.deleteIfExists(BENCH.commandLine().resolve("az"));
    }

    private static List<String> asked() throws IOException {
        return Files.readAllLines(ASKED);
    }

    /// As newer versions of it answer, and with a warning as of any.
    private static String token(Instant end, Instant told) {
        return """
                echo 'WARNING: there is another version' >&2
                echo '{ "accessToken": "%s", "expiresOn": "1999-12-31 00:00:00.000000", "expires_on": %d,
                  "subscription": "s", "tenant": "t", "tokenType": "Bearer" }'"""
                .formatted(IdentityBench.token(end), told.getEpochSecond());
    }

    @Test
    void one_question_serves_many_calls() throws IOException {
        program(token(inAnHour(), inAnHour()));
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
        assertThat(BENCH.tell("get")).isEqualTo("10 bytes");

        assertThat(asked())
                .singleElement()
                .asString()
                .endsWith(" account get-access-token --output json --resource https://storage.azure.com");
    }

    @Test
    void a_token_is_replaced_before_it_ends() throws IOException {
        program(token(inAnHour(), inAnHour().minus(Duration.ofMinutes(56))));
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
        BENCH.tell("later 60");
        program("exit 1");
        assertThat(BENCH.tell("put")).as("while no other is to be had").isEqualTo("10 bytes");
        BENCH.tell("later 60");
        program(token(inAnHour(), inAnHour()));
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");

        assertThat(asked()).hasSize(3);
    }

    @Test
    void older_versions_tell_the_end_as_a_local_time() throws IOException {
        String end = LocalDateTime.ofInstant(inAnHour(), ZoneId.systemDefault())
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"));
        program("echo '{ \"accessToken\": \"" + IdentityBench.token(inAnHour()) + "\", \"expiresOn\": \"" + end
                + ".123456\" }'");
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");

        assertThat(asked()).hasSize(1);
    }

    @Test
    void who_is_not_logged_in_is_denied_and_told_so() throws IOException {
        program("echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1");

        assertThat(BENCH.tell("put"))
                .contains("AccessDenied")
                .contains("accountKey, sas or connectionString")
                .contains("the Azure CLI (az) says: ERROR: Please run 'az login' to setup account.");
    }

    @Test
    void what_is_no_answer_is_not_told() throws IOException {
        program("echo '{ \"accessToken\": \"" + IdentityBench.token(inAnHour()) + "\", \"expiresOn\": \"soon\" }'");

        assertThat(BENCH.tell("put")).contains("AccessDenied").contains("gives no token that can be read");
    }

    @Test
    void a_token_that_the_service_no_longer_takes_is_replaced_or_denied_if_there_is_but_that() throws IOException {
        program(token(anHourAgo(), inAnHour()));
        assertThat(BENCH.tell("put")).contains("AccessDenied").contains("AuthenticationFailed");
        assertThat(asked()).hasSize(2);
        BENCH.tell("later 60");
        program(token(inAnHour(), inAnHour()));

        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
    }

    @Test
    void a_program_that_says_nothing_is_ended() throws IOException {
        BENCH.openByCommandLine("0.5s");
        program("sleep 600");
        assertThat(BENCH.tell("put")).contains("StoreUnavailable").contains("the Azure CLI (az) said nothing for");

        long process = Long.parseLong(asked().get(0).split(" ")[0]);
        while (ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent()) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    @Test
    void a_call_that_waits_for_the_program_can_be_interrupted() throws IOException {
        program("sleep 600");
        BENCH.tell("begin 1");
        while (!Files.exists(ASKED)) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }

        assertThat(BENCH.tell("interrupt")).contains("StorageException$Cancelled");
    }
}
