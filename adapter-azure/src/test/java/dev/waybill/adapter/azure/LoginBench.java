package dev.waybill.adapter.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waybill.testkit.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// An authority of our own and another process that logs in there, once for all tests.
final class LoginBench {
    private static final String CLIENT_SECRET = "secret-that-must-stay-hidden";
    private static final String ASSERTION = "assertion-that-must-stay-hidden";

    private final AnswersInTurn answers = new AnswersInTurn();
    private final CannedServer authority;
    private final AnswersInTurn metadataAnswers = new AnswersInTurn();
    private final CannedServer metadata = new CannedServer(metadataAnswers);
    private final IdentityBench.Other other;
    private final Path folder;
    private final Path certificate;

    /// Who asks.
    enum Way {
        SECRET("client_secret=" + CLIENT_SECRET),
        CERTIFICATE("client_assertion=ey"),
        WORKLOAD("client_assertion=" + ASSERTION);

        private final String proof;

        Way(String proof) {
            this.proof = proof;
        }

        /// What the authority is shown.
        String proof() {
            return proof;
        }
    }

    private LoginBench() throws IOException {
        var bench = IdentityBench.shared();
        folder = Files.createDirectory(bench.folder().resolve("logins"));
        authority = CannedServer.secure(bench.certificate(), answers);
        Files.createDirectory(commandLine().folder());
        writeAssertion();
        certificate = writeCertificate();
        other = bench.new Other(Map.of(
                "AZURE_AUTHORITY_HOST",
                "https://127.0.0.1:" + authority.port(),
                "AZURE_TENANT_ID",
                "tenant",
                "AZURE_CLIENT_ID",
                "client",
                "AZURE_POD_IDENTITY_AUTHORITY_HOST",
                "http://127.0.0.1:" + metadata.port(),
                "PATH",
                commandLine().folder() + ":" + System.getenv("PATH")));
    }

    private static final class Shared {
        private static final LoginBench INSTANCE = start();

        private static LoginBench start() {
            try {
                return new LoginBench();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static LoginBench shared() {
        return Shared.INSTANCE;
    }

    private Path writeCertificate() throws IOException {
        var certificate = TestCertificate.generate(folder, "RSA");
        return Files.writeString(
                folder.resolve("client.pem"),
                Files.readString(certificate.keyPem()) + Files.readString(certificate.certificatePem()));
    }

    /// The file of a workload's own token.
    Path assertion() {
        return folder.resolve("federated-token");
    }

    void writeAssertion() throws IOException {
        Files.writeString(assertion(), ASSERTION);
    }

    /// The Azure CLI; there is none yet.
    AzProgram commandLine() {
        return new AzProgram(folder.resolve("bin"));
    }

    /// What tells each machine of itself, of Azure's or another cloud's.
    CannedServer metadata() {
        return metadata;
    }

    /// What that gives, in turn, the last for good.
    void metadataAnswers(CannedServer.Answer... next) {
        metadataAnswers.are(next);
    }

    /// What a machine of another cloud is told of Azure.
    static CannedServer.Answer notFound() {
        return exchange -> CannedServer.send(exchange, 404, Map.of(), "<html>".getBytes(StandardCharsets.UTF_8));
    }

    /// Forgets what was asked and what is to be answered; this is no machine of Azure's.
    void forget() {
        authority.forget();
        metadata.forget();
        metadataAnswers.are(notFound());
    }

    /// Opens Azurite's container.
    void open(Way way, String readTimeout) {
        other.open(readTimeout, variable(way));
    }

    /// Opens the container that another server has.
    void open(Way way, URI endpoint) {
        other.open(endpoint, "30s", variable(way));
    }

    /// Opens Azurite's container where the environment has no proof of who asks.
    ///
    /// @param more variables, as `NAME=VALUE`
    void openByNone(String readTimeout, String... more) {
        other.open(readTimeout, more);
    }

    private String variable(Way way) {
        return switch (way) {
            case SECRET -> "AZURE_CLIENT_SECRET=" + CLIENT_SECRET;
            case CERTIFICATE -> "AZURE_CLIENT_CERTIFICATE_PATH=" + certificate;
            case WORKLOAD -> "AZURE_FEDERATED_TOKEN_FILE=" + assertion();
        };
    }

    /// What comes of a call; no secret, whatever it is.
    String tell(String what) {
        String said = other.tell(what);
        assertThat(said).doesNotContain(CLIENT_SECRET).doesNotContain(ASSERTION);
        return said;
    }

    /// The authority gives each of these in turn, the last for good.
    void answers(CannedServer.Answer... next) {
        answers.are(next);
    }

    /// What the authority was sent.
    List<String> logins() {
        return authority.requests().stream().map(LoginBench::text).toList();
    }

    private static String text(CannedServer.Request request) {
        var bytes = new byte[request.body().size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = request.body().get(i);
        }
        return request.line() + "\n" + new String(bytes, StandardCharsets.UTF_8);
    }

    /// A token that ends at `end` by its own word, and after `seconds` by the authority's.
    static CannedServer.Answer token(Instant end, int seconds) {
        return IdentityBench.json(
                200,
                "{\"token_type\":\"Bearer\",\"expires_in\":" + seconds + ",\"ext_expires_in\":" + seconds
                        + ",\"access_token\":\"" + IdentityBench.token(end) + "\"}");
    }

    static CannedServer.Answer refused() {
        return IdentityBench.json(
                401,
                "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret"
                        + " provided.\",\"error_codes\":[7000215]}");
    }

    static CannedServer.Answer busy() {
        return IdentityBench.json(503, "{\"error\":\"temporarily_unavailable\"}");
    }

    static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
