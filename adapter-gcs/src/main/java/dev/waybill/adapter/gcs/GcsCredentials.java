package dev.waybill.adapter.gcs;

import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpTransport;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.auth.oauth2.OAuth2CredentialsWithRefresh;
import com.google.auth.oauth2.ServiceAccountCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// What tokens are asked for by. Read when the first one is, which may itself take a request. One thread at a time.
final class GcsCredentials {
    private static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/devstorage.read_write");

    private final GcsConfig.Identity identity;
    private final HttpTransport transport;
    private final HttpRequestInitializer preparing;
    private final Clock clock;
    private Optional<OAuth2Credentials> opened = Optional.empty();

    /// @param preparing bounds the requests for tokens
    GcsCredentials(
            GcsConfig.Identity identity, HttpTransport transport, HttpRequestInitializer preparing, Clock clock) {
        this.identity = identity;
        this.transport = transport;
        this.preparing = preparing;
        this.clock = clock;
    }

    /// Asks for another token.
    ///
    /// @throws IOException if there are no credentials, or no token for them
    AccessToken ask() throws IOException {
        var token = open().refreshAccessToken();
        if (token == null) {
            throw new IOException("the credentials give no token");
        }
        return token;
    }

    private OAuth2Credentials open() throws IOException {
        if (opened.isEmpty()) {
            // Who retries is the layer above, for tokens as for all else.
            opened = Optional.of(ofOwnClock(read().createScoped(SCOPES).createWithCustomRetryStrategy(false)));
        }
        return opened.get();
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
            case GcsConfig.Identity.Default found -> GoogleCredentials.getApplicationDefault(() -> transport);
            case GcsConfig.Identity.Token token ->
                throw new IllegalStateException("who has a token of its own has no credentials");
            case GcsConfig.Identity.Anonymous nobody ->
                throw new IllegalStateException("who asks as nobody has no credentials");
        };
    }
}
