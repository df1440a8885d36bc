package dev.waybill.adapter.azure;

import static dev.waybill.adapter.azure.IdentityBench.inAnHour;
import static dev.waybill.adapter.azure.IdentityBench.machineToken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.testkit.azure.Azurite;
import dev.waybill.testkit.azure.NeedsAzurite;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The identity of a virtual machine, which is told of it by what each machine can ask; where it has none, the user of
/// the Azure CLI is asked.
@NeedsAzurite
final class AzureMachineTest {
    private static final LoginBench BENCH = LoginBench.shared();
    private static final AzProgram AZ = BENCH.commandLine();

    @BeforeEach
    void open() throws IOException {
        BENCH.forget();
        BENCH.openByNone("30s");
        AZ.does(AzProgram.token(inAnHour(), inAnHour()));
    }

    @AfterEach
    void remove() throws IOException {
        AZ.remove();
    }

    @Test
    void its_token_is_asked_for_once_and_nobody_else_is() throws IOException {
        BENCH.metadataAnswers(machineToken(inAnHour(), inAnHour()));
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
        assertThat(BENCH.tell("get")).isEqualTo("10 bytes");

        assertThat(BENCH.metadata().requests()).singleElement().satisfies(request -> {
            assertThat(request.line())
                    .contains("/metadata/identity/oauth2/token")
                    .contains("client_id=client");
            assertThat(request.headers()).containsEntry("metadata", "true");
        });
        assertThat(AZ.asked()).isEmpty();
    }

    @Test
    void one_that_had_an_identity_has_it_still_when_it_is_not_told_so() throws IOException {
        BENCH.metadataAnswers(machineToken(inAnHour(), inAnHour().minus(Duration.ofMinutes(56))), LoginBench.busy());
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");
        BENCH.tell("later 300");

        assertThat(BENCH.tell("put")).contains("StoreUnavailable").contains("the server of identities answers 503");
        assertThat(AZ.asked()).isEmpty();
    }

    @Test
    void without_an_identity_the_user_of_the_command_line_is_asked() throws IOException {
        BENCH.metadataAnswers(IdentityBench.json(
                400, "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}"));
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");

        assertThat(AZ.asked()).hasSize(1);
    }

    @Test
    void on_a_machine_of_another_cloud_the_user_of_the_command_line_is_asked() throws IOException {
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");

        assertThat(AZ.asked()).hasSize(1);
    }

    @Test
    void on_no_machine_of_a_cloud_the_user_of_the_command_line_is_asked() throws IOException {
        BENCH.openByNone("30s", "AZURE_POD_IDENTITY_AUTHORITY_HOST=http://127.0.0.1:" + Azurite.freePort());
        assertThat(BENCH.tell("put")).isEqualTo("10 bytes");

        assertThat(BENCH.metadata().requests()).isEmpty();
        assertThat(AZ.asked()).hasSize(1);
    }

    @Test
    void without_anybody_it_is_said_what_to_set() throws IOException {
        AZ.remove();

        assertThat(BENCH.tell("put"))
                .contains("AccessDenied")
                .contains("accountKey, sas or connectionString")
                .contains("the Azure CLI (az) says: ");
    }
}
