package dev.waybill.adapter.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.testkit.TestCertificate;
import dev.waybill.testkit.azure.Azurite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/// What tests of identities need, once for all of them: an Azurite that reads tokens, and its certificate, which the
/// other processes trust.
record IdentityBench(Path folder, TestCertificate certificate, Azurite azurite, String container) {
    /// The signature of each token, which no message may show. Azurite looks at none.
    static final String SIGNATURE = "end-of-a-token-that-must-stay-hidden";

    private static final Clock CLOCK = Clock.systemUTC();

    static IdentityBench shared() {
        return Shared.INSTANCE;
    }

    private static final class Shared {
        private static final IdentityBench INSTANCE = start();
    }

    private static IdentityBench start() {
        try {
            var folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "identities");
            var certificate = TestCertificate.generate(folder);
            var azurite = Azurite.startSecure(certificate);
            return new IdentityBench(folder, certificate, azurite, azurite.newContainer(certificate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Instant inAnHour() {
        return CLOCK.instant().plus(Duration.ofHours(1));
    }

    static Instant anHourAgo() {
        return CLOCK.instant().minus(Duration.ofHours(1));
    }

    /// A token that ends at `end`, another one each time.
    static String token(Instant end) {
        long from = end.minus(Duration.ofHours(2)).getEpochSecond();
        return base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "."
                + base64("{\"aud\":\"https://storage.azure.com\",\"iss\":\"https://sts.windows.net/t/\",\"jti\":\""
                        + UUID.randomUUID() + "\",\"iat\":" + from + ",\"nbf\":" + from + ",\"exp\":"
                        + end.getEpochSecond() + "}")
                + "." + SIGNATURE;
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static CannedServer.Answer json(int status, String json) {
        return exchange -> CannedServer.send(
                exchange, status, Map.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8));
    }

    /// How a machine's identity gives a token, which ends at `end` by its own word, and at `told` by that of who gives
    /// it.
    static CannedServer.Answer machineToken(Instant end, Instant told) {
        return json(
                200,
                "{\"access_token\":\"" + token(end) + "\",\"expires_on\":\"" + told.getEpochSecond()
                        + "\",\"resource\":\"https://storage.azure.com\",\"token_type\":\"Bearer\"}");
    }

    /// Another process, which runs [AzureWriter] with these variables and finds no others of Azure's.
    final class Other implements AutoCloseable {
        private final Process process;

        Other(Map<String, String> environment) {
            var builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Djavax.net.ssl.trustStore=" + certificate.store(),
                            "-Djavax.net.ssl.trustStorePassword=" + TestCertificate.PASSWORD,
                            "-cp",
                            System.getProperty("java.class.path"),
                            AzureWriter.class.getName())
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().keySet().removeIf(name -> name.matches("AZURE_.*|MSI_.*|IDENTITY_.*|IMDS_.*"));
            builder.environment().putAll(environment);
            try {
                process = builder.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// Opens Azurite's container, and waits for a server no longer than so.
        ///
        /// @param more variables, as `NAME=VALUE`
        void open(String readTimeout, String... more) {
            open(azurite.secureEndpoint(), readTimeout, more);
        }

        void open(URI endpoint, String readTimeout, String... more) {
            tell("open " + endpoint + " " + container + " " + readTimeout + " " + String.join(" ", more));
        }

        /// What comes of one thing that it does.
        String tell(String what) {
            try {
                var writer = process.outputWriter(StandardCharsets.UTF_8);
                writer.write(what + "\n");
                writer.flush();
                var said = new StringBuilder();
                var reader = process.inputReader(StandardCharsets.UTF_8);
                for (String line = reader.readLine(); !"END".equals(line); line = reader.readLine()) {
                    assertThat(line)
                            .as("the other process ended after: " + said)
                            .isNotNull();
                    said.append(line).append('\n');
                }
                assertThat(said.toString()).doesNotContain(SIGNATURE);
                return said.toString().strip();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
