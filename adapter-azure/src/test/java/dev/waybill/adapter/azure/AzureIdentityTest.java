package dev.waybill.adapter.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.port.CopyOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectSource;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.spi.AdapterContext;
import dev.waybill.testkit.MapSettings;
import dev.waybill.testkit.TestCertificate;
import dev.waybill.testkit.azure.Azurite;
import dev.waybill.testkit.azure.NeedsAzurite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tokens of a machine's identity, as App Service gives them, with an Azurite that reads them. Azure's libraries
/// look
/// at the environment for it, so each case is a process of its own.
@NeedsAzurite
final class AzureIdentityTest {
    private static final String SECRET = "header-that-must-stay-hidden";
    private static final String SIGNATURE = "end-of-a-token-that-must-stay-hidden";
    private static final Clock CLOCK = Clock.systemUTC();
    private static Optional<Azurite> azurite = Optional.empty();
    private static Optional<TestCertificate> certificate = Optional.empty();
    private static String container = "";

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile CannedServer.Answer answer = exchange -> {};
    private final CannedServer identities = new CannedServer(exchange -> answer.give(exchange));
    private Optional<Process> other = Optional.empty();

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        certificate = Optional.of(TestCertificate.generate(folder));
        azurite = Optional.of(Azurite.startSecure(certificate.get()));
        container = azurite.get().newContainer(certificate.get());
    }

    @AfterAll
    static void stop() {
        azurite.ifPresent(Azurite::close);
    }

    /// What the other process runs: for each line that it reads a write or a copy, and it says what came of it.
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            var settings = new MapSettings(Map.of(
                    "account",
                    Azurite.ACCOUNT,
                    "endpoint",
                    arguments[0],
                    "container",
                    arguments[1],
                    "readTimeout",
                    "2s"));
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            try (var store = AzureAdapter.open(AzureConfig.of(settings), new AdapterContext(CLOCK, 4))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    try {
                        var key = ObjectKey.of("key");
                        var written = line.equals("put")
                                ? store.put(key, ObjectSource.of(new byte[10]), PutOptions.DEFAULT)
                                : store.copy(key, ObjectKey.of("copy"), CopyOptions.DEFAULT);
                        System.out.println(written.size() + " bytes");
                    } catch (StorageException e) {
                        System.out.println(Throwables.getStackTrace(e));
                    }
                    System.out.println("END");
                }
            }
        }
    }

    @BeforeEach
    void open() throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djavax.net.ssl.trustStore="
                                + certificate.orElseThrow().store(),
                        "-Djavax.net.ssl.trustStorePassword=" + TestCertificate.PASSWORD,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        azurite.orElseThrow().secureEndpoint().toString(),
                        container)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.matches("AZURE_.*|MSI_.*|IDENTITY_.*|IMDS_.*"));
        builder.environment().put("IDENTITY_ENDPOINT", "http://127.0.0.1:" + identities.port() + "/msi/token");
        builder.environment().put("IDENTITY_HEADER", SECRET);
        other = Optional.of(builder.start());
    }

    @AfterEach
    void close() {
        ended.countDown();
        other.ifPresent(Process::destroyForcibly);
        identities.close();
    }

    /// What comes of one call of the other process.
    private String call(String what) throws IOException {
        var writer = other.orElseThrow().outputWriter(StandardCharsets.UTF_8);
        writer.write(what + "\n");
        writer.flush();
        var said = new StringBuilder();
        var reader = other.orElseThrow().inputReader(StandardCharsets.UTF_8);
        for (String line = reader.readLine(); !"END".equals(line); line = reader.readLine()) {
            assertThat(line).as("the other process ended after: " + said).isNotNull();
            said.append(line).append('\n');
        }
        assertThat(said.toString()).doesNotContain(SECRET).doesNotContain(SIGNATURE);
        return said.toString();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Gives a token that ends at `end`, and says `told` of that.
    private void give(Instant end, Instant told) {
        long from = CLOCK.instant().minus(Duration.ofHours(1)).getEpochSecond();
        String token = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "."
                + base64("{\"aud\":\"https://storage.azure.com\",\"iss\":\"https://sts.windows.net/t/\",\"iat\":" + from
                        + ",\"nbf\":" + from + ",\"exp\":" + end.getEpochSecond() + "}")
                + "." + SIGNATURE;
        answer(
                200,
                "{\"access_token\":\"" + token + "\",\"expires_on\":\"" + told.getEpochSecond()
                        + "\",\"resource\":\"https://storage.azure.com\",\"token_type\":\"Bearer\"}");
    }

    private void answer(int status, String json) {
        var headers = new HashMap<>(Map.of("Content-Type", "application/json"));
        answer = exchange -> CannedServer.send(exchange, status, headers, json.getBytes(StandardCharsets.UTF_8));
    }

    private static Instant inAnHour() {
        return CLOCK.instant().plus(Duration.ofHours(1));
    }

    @Test
    void one_token_serves_many_calls_and_copies() throws IOException {
        give(inAnHour(), inAnHour());
        assertThat(call("put")).isEqualTo("10 bytes\n");
        assertThat(call("put")).isEqualTo("10 bytes\n");
        call("copy");

        assertThat(identities.requests()).hasSize(1).allSatisfy(request -> {
            assertThat(request.line()).contains("resource=https");
            assertThat(request.headers()).containsEntry("x-identity-header", SECRET);
        });
    }

    @Test
    void a_token_that_ends_is_replaced_before_the_next_call_and_not_sent_again() throws IOException {
        Instant end = CLOCK.instant().plus(Duration.ofSeconds(6));
        give(end, end);
        assertThat(call("put")).isEqualTo("10 bytes\n");
        while (!CLOCK.instant().isAfter(end.plus(Duration.ofSeconds(1)))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        answer(503, "{}");
        assertThat(call("put")).contains("StoreUnavailable").contains("no access token is to be had now");
        give(inAnHour(), inAnHour());
        int before = identities.requests().size();
        assertThat(call("put")).isEqualTo("10 bytes\n");
        assertThat(call("put")).isEqualTo("10 bytes\n");

        assertThat(identities.requests()).hasSize(before + 1);
    }

    @Test
    void an_identity_that_gives_no_token_is_told_from_one_that_gives_none_now() throws IOException {
        answer(400, "{\"error\":\"invalid_request\",\"error_description\":\"no identity\"}");
        assertThat(call("put")).contains("AccessDenied").contains("accountKey, sas or connectionString");
        answer(500, "{}");
        int before = identities.requests().size();
        assertThat(call("put")).contains("StoreUnavailable").contains("the server of identities answers 500");
        assertThat(identities.requests())
                .as("asked below the layer that retries")
                .hasSize(before + 1);
        answer = exchange -> await(ended);
        assertThat(call("put")).contains("StoreUnavailable").contains("it said nothing for 2 s");
        assertThat(call("copy")).contains("StoreUnavailable");
        give(inAnHour(), inAnHour());

        assertThat(call("put")).isEqualTo("10 bytes\n");
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void a_token_that_the_service_no_longer_takes_is_denied_until_it_ends() throws IOException {
        give(CLOCK.instant().minusSeconds(60), CLOCK.instant().minusSeconds(60));
        assertThat(call("put")).contains("AccessDenied").contains("AuthenticationFailed");
        give(inAnHour(), inAnHour());

        assertThat(call("put")).isEqualTo("10 bytes\n");
    }
}
