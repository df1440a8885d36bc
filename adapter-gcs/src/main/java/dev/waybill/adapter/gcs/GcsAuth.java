package dev.waybill.adapter.gcs;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpTransport;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.auth.oauth2.OAuth2CredentialsWithRefresh;
import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.waybill.port.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Who asks, and by which token just now. Any number of threads; one of them fetches a new token while the others
/// wait for it.
final class GcsAuth {
    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/devstorage.read_write");

    private final GcsConfig.Identity identity;
    private final HttpTransport transport;
    private final HttpRequestInitializer preparing;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<OAuth2Credentials> credentials = Optional.empty();
    private volatile Optional<Secret> current = Optional.empty();
    private volatile Optional<Secret> accepted = Optional.empty();

    /// @param preparing bounds the requests for tokens
    GcsAuth(GcsConfig.Identity identity, HttpTransport transport, HttpRequestInitializer preparing, Clock clock) {
        this.identity = identity;
        this.transport = transport;
        this.preparing = preparing;
        this.clock = clock;
    }

    /// The token to ask with, a new one where the last has expired; empty for who asks as nobody.
    ///
    /// @throws IOException if there are no credentials, or no token for them
    Optional<Secret> token() throws IOException {
        if (identity instanceof GcsConfig.Identity.Anonymous) {
            return Optional.empty();
        }
        if (identity instanceof GcsConfig.Identity.Token token) {
            return Optional.of(token.value());
        }
        lockOrBreakOff();
        try {
            var own = opened();
            own.refreshIfExpired();
            current = value(own);
            return Optional.of(current.orElseThrow(() -> new IOException("the credentials give no token")));
        } finally {
            lock.unlock();
        }
    }

    /// Whoever waits for another's new token can be interrupted.
    private void lockOrBreakOff() throws InterruptedIOException {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            var brokenOff = new InterruptedIOException("interrupted while another call fetches a token");
            brokenOff.initCause(e);
            throw brokenOff;
        }
    }

    private static Optional<Secret> value(OAuth2Credentials credentials) {
        var token = credentials.getAccessToken();
        return token == null ? Optional.empty() : Optional.of(Secret.of(token.getTokenValue()));
    }

    private OAuth2Credentials opened() throws IOException {
        if (credentials.isEmpty()) {
            // Who retries is the layer above, for tokens as for all else.
            credentials = Optional.of(ofOwnClock(read().createScoped(SCOPES).createWithCustomRetryStrategy(false)));
        }
        return credentials.get();
    }

    /// The tokens of a service account depend on the time that they are asked for by; no others do.
    private OAuth2Credentials ofOwnClock(GoogleCredentials read) {
        return read instanceof ServiceAccountCredentials account
                ? OAuth2CredentialsWithRefresh.newBuilder()
                        .setRefreshHandler(new GcsGrant(account, transport.createRequestFactory(preparing), clock))
                        .build()
                : read;
    }

    private GoogleCredentials read() throws IOException {
        return switch (identity) {
            case GcsConfig.Identity.KeyFile file -> {
                try (InputStream in = Files.newInputStream(file.path())) {
                    yield GoogleCredentials.fromStream(in, () -> transport);
                }
            }
            case GcsConfig.Identity.Key key ->
                GoogleCredentials.fromStream(
                        new ByteArrayInputStream(key.json().reveal().getBytes(StandardCharsets.UTF_8)),
                        () -> transport);
            case GcsConfig.Identity.Token token ->
                GoogleCredentials.create(new AccessToken(token.value().reveal(), null));
            case GcsConfig.Identity.Default found -> GoogleCredentials.getApplicationDefault(() -> transport);
            case GcsConfig.Identity.Anonymous nobody ->
                throw new IllegalStateException("who asks as nobody has no credentials");
        };
    }

    /// Notes that the server took a token.
    void accepted(Secret token) {
        if (!accepted.equals(Optional.of(token))) {
            accepted = Optional.of(token);
        }
    }

    /// Notes that the server refused a token.
    ///
    /// @return whether another may be taken, so that asking again is worth it: this one was taken before, and
    ///     there is a new one now
    /// @throws IOException if a new one is not to be had
    boolean replaced(Secret token) throws IOException {
        lockOrBreakOff();
        try {
            if (credentials.isEmpty()) {
                return false;
            }
            var own = credentials.get();
            if (!value(own).equals(Optional.of(token))) {
                return true;
            }
            if (!accepted.equals(Optional.of(token))) {
                return false;
            }
            own.refresh();
            current = value(own);
            return !current.equals(Optional.of(token));
        } finally {
            lock.unlock();
        }
    }

    /// `text` with everything blotted out that would let somebody in.
    String redact(String text) {
        var secret = identity instanceof GcsConfig.Identity.Token token ? Optional.of(token.value()) : current;
        return secret.map(token -> text.replace(token.reveal(), "***")).orElse(text);
    }
}
