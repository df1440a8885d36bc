package dev.waybill.adapter.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.testkit.gcs.GcsWireServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom Google's libraries find where nothing is configured. They look at the environment, and once, so each case is a
/// process of its own, which finds neither this machine's credentials nor a machine of Google's.
final class GcsDefaultCredentialsTest {
    private static final String VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS";

    private final GcsWireServer wire = GcsWireServer.start(Clock.systemUTC());

    @TempDir
    private Path home;

    @BeforeEach
    void bucket() {
        wire.createBucket("bucket");
        wire.expireTokensAfter(10);
        wire.trust(ServiceAccount.publicKey());
    }

    @AfterEach
    void stop() {
        wire.close();
    }

    /// What the other process runs: a write, and it says what came of it.
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            var server = new GcsServer(URI.create(arguments[0]), Map.of());
            try (var store = server.open("bucket", "")) {
                var put = store.put(ObjectKey.of("key"), ObjectSource.of(new byte[10]), PutOptions.DEFAULT);
                System.out.println(put.size() + " bytes");
            } catch (StorageException e) {
                System.out.println(e);
            }
        }
    }

    private String written(Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Duser.home=" + home,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        wire.endpoint().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().removeIf(name -> name.matches("GOOGLE_.*|CLOUDSDK_.*|DEVSHELL_.*|GAE_.*"));
        builder.environment().put("NO_GCE_CHECK", "true");
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }

    private Path account(String file) throws IOException {
        Path path = home.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, ServiceAccount.json(wire.tokenEndpoint()));
    }

    @Test
    void the_account_that_the_environment_names_is_found() throws IOException {
        assertThat(written(Map.of(VARIABLE, account("robot.json").toString())))
                .isEqualTo("10 bytes" + System.lineSeparator());
        assertThat(wire.issuedTokens()).isEqualTo(1);
    }

    @Test
    void the_account_of_gcloud_s_own_file_is_found() throws IOException {
        account(".config/gcloud/application_default_credentials.json");

        assertThat(written(Map.of())).isEqualTo("10 bytes" + System.lineSeparator());
        assertThat(wire.issuedTokens()).isEqualTo(1);
    }

    @Test
    void where_there_is_no_account_it_is_said_how_to_name_one() throws IOException {
        assertThat(written(Map.of()))
                .contains("AccessDenied")
                .contains("no credentials")
                .contains("credentialsFile")
                .contains(VARIABLE);
        assertThat(wire.issuedTokens()).isZero();
    }
}
