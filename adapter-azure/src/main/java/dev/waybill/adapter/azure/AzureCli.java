package dev.waybill.adapter.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.identity.CredentialUnavailableException;
import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/// The user who is logged in to the Azure CLI, whose program `az` is asked.
///
/// `azure-identity` has that too, but waits for the program without end, deaf to interrupts, and takes a warning of it
/// for a part of its answer. Any number of threads.
final class AzureCli implements TokenCredential {
    private static final Duration STEP = Duration.ofMillis(20);
    private static final String ARGUMENTS = " account get-access-token --output json --resource ";

    /// As Python writes a local time; newer versions of the program say it in seconds as well.
    private static final DateTimeFormatter LOCAL_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

    private final Duration patience;

    /// @param patience how long the program may take
    AzureCli(Duration patience) {
        this.patience = patience;
    }

    /// @throws CredentialUnavailableException if nobody is logged in there, or there is no such program
    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
        try {
            return token(answer());
        } catch (IOException e) {
            throw new ClientAuthenticationException(String.valueOf(e.getMessage()), null, e);
        }
    }

    private String answer() throws IOException {
        var process = start();
        try {
            var said = new ByteArrayOutputStream();
            var complaint = new ByteArrayOutputStream();
            boolean ended;
            var waited = Duration.ZERO;
            do {
                ended = process.waitFor(STEP.toMillis(), TimeUnit.MILLISECONDS);
                drain(process.getInputStream(), said);
                drain(process.getErrorStream(), complaint);
                waited = waited.plus(STEP);
            } while (!ended && waited.compareTo(patience) < 0);
            if (!ended) {
                throw new IOException("the Azure CLI (az) said nothing for " + patience.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw new CredentialUnavailableException("the Azure CLI (az) says: " + firstLine(complaint));
            }
            return said.toString(StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// Through a shell, which finds `az.cmd` on Windows; there in a folder where nobody can have put another.
    private static Process start() throws IOException {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        String program = "az" + ARGUMENTS + AzureIdentities.RESOURCE;
        var builder = new ProcessBuilder(
                        windows ? List.of("cmd.exe", "/c", program) : List.of("/bin/sh", "-c", program))
                .redirectInput(ProcessBuilder.Redirect.from(new File(windows ? "NUL" : "/dev/null")));
        Optional.ofNullable(System.getenv("SystemRoot"))
                .filter(root -> windows)
                .ifPresent(root -> builder.directory(new File(root, "system32")));
        return builder.start();
    }

    private static void drain(InputStream from, ByteArrayOutputStream to) throws IOException {
        for (int count = from.available(); count > 0; count = from.available()) {
            to.writeBytes(from.readNBytes(count));
        }
    }

    private static String firstLine(ByteArrayOutputStream complaint) {
        return complaint.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("nothing");
    }

    private static AccessToken token(String json) {
        try (JsonReader reader = JsonProviders.createReader(json)) {
            Map<String, Object> answer = reader.readMap(JsonReader::readUntyped);
            if (answer.get("accessToken") instanceof String token) {
                return new AccessToken(token, end(answer).atOffset(ZoneOffset.UTC));
            }
        } catch (IOException | RuntimeException e) {
            // What it says may hold a token, and so may what is thrown about it.
        }
        throw new CredentialUnavailableException("the Azure CLI (az) gives no token that can be read");
    }

    private static Instant end(Map<String, Object> answer) {
        return answer.get("expires_on") instanceof Number seconds
                ? Instant.ofEpochSecond(seconds.longValue())
                : LocalDateTime.parse(String.valueOf(answer.get("expiresOn")), LOCAL_TIME)
                        .atZone(ZoneId.systemDefault())
                        .toInstant();
    }

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
        return Mono.fromCallable(() -> getTokenSync(request));
    }
}
