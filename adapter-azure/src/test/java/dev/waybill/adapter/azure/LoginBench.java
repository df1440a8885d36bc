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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/// An authority of our own and another process that logs in there, once for all tests.
final class LoginBench {
    private static final String CLIENT_SECRET = "secret-that-must-stay-hidden";
    private static final String ASSERTION = "assertion-that-must-stay-hidden";

    private final ConcurrentLinkedQueue<CannedServer.Answer> answers = new ConcurrentLinkedQueue<>();
    private final CannedServer authority;
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
        authority = CannedServer.secure(bench.certificate(), exchange -> {
            var answer = answers.size() > 1 ? answers.remove() : answers.element();
            answer.give(exchange);
        });
        Files.createDirectory(commandLine());
        writeAssertion();
        certificate = writeCertificate();
        other = bench
                .new Other(Map.of(
                        "AZURE_AUTHORITY_HOST",
                        "https://127.0.0.1:" + authority.port(),
                        "AZURE_TENANT_ID",
                        "tenant",
                        "AZURE_CLIENT_ID",
                        "client",
                        "AZURE_POD_IDENTITY_AUTHORITY_HOST",
                        "http://127.0.0.1:" + Azurite.freePort(),
                        "PATH",
                        commandLine() + ":" + System.getenv("PATH")));
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

    /// The folder in which the Azure CLI is looked for first.
    Path commandLine() {
        return folder.resolve("bin");
    }

    void forget() {
        authority.forget();
    }

    /// Opens Azurite's container.
    void open(Way way, String readTimeout) {
        other.open(readTimeout, variable(way));
    }

    /// Opens the container that another server has.
    void open(Way way, URI endpoint) {
        other.open(endpoint, "30s", variable(way));
    }

    /// Opens Azurite's container where the environment has nothing but what the Azure CLI has, too.
    void openByCommandLine(String readTimeout) {
        other.open(readTimeout);
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
        answers.clear();
        answers.addAll(List.of(next));
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
