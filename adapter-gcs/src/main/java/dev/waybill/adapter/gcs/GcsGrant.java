package dev.waybill.adapter.gcs;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.UrlEncodedContent;
import com.google.api.client.json.GenericJson;
import com.google.api.client.json.JsonFactory;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.json.webtoken.JsonWebSignature;
import com.google.api.client.json.webtoken.JsonWebToken;
import com.google.auth.Retryable;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2CredentialsWithRefresh.OAuth2RefreshHandler;
import com.google.auth.oauth2.ServiceAccountCredentials;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks for the tokens of a service account (RFC 7523), by a clock that is put right by what the authorization server
/// says of its own: Google's library asks by the system's clock, and cannot be told of another.
///
/// One thread at a time.
final class GcsGrant implements OAuth2RefreshHandler {
    /// What Google takes a JWT to be for, wherever it is sent.
    private static final String AUDIENCE = "https://oauth2.googleapis.com/token";

    private static final long LIFETIME_SECONDS = 3600;
    private static final Duration LEAST_SKEW = Duration.ofSeconds(10);
    private static final JsonFactory JSON = GsonFactory.getDefaultInstance();

    private final ServiceAccountCredentials account;
    private final HttpRequestFactory requests;
    private final Clock local;
    private volatile Duration ahead = Duration.ZERO;

    GcsGrant(ServiceAccountCredentials account, HttpRequestFactory requests, Clock local) {
        this.account = account;
        this.requests = requests;
        this.local = local;
    }

    /// No token, since the server refuses; without the library's exception, which may hold what was sent.
    static final class Refused extends IOException implements Retryable {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String words) {
            super(words);
            this.status = status;
        }

        /// Whether it is the times of what was sent that the server does not take.
        boolean isOfTimes() {
            return status == 400 && String.valueOf(getMessage()).matches(".*\\biat\\b.*\\bexp\\b.*");
        }

        @Override
        public boolean isRetryable() {
            return status == 408 || status == 429 || status >= 500;
        }

        @Override
        public int getRetryCount() {
            return 0;
        }
    }

    /// No token, since no answer came.
    private static final class Unanswered extends IOException implements Retryable {
        private static final long serialVersionUID = 1L;

        Unanswered(IOException cause) {
            super(cause.getMessage(), cause);
        }

        @Override
        public boolean isRetryable() {
            return true;
        }

        @Override
        public int getRetryCount() {
            return 0;
        }
    }

    /// @throws Refused if the server gives none, though it was asked by its own time
    @Override
    public AccessToken refreshAccessToken() throws IOException {
        try {
            return token(ask());
        } catch (HttpResponseException e) {
            if (e.getStatusCode() != 400 || !learn(e)) {
                throw refused(e);
            }
        }
        try {
            return token(ask());
        } catch (HttpResponseException e) {
            throw refused(e);
        }
    }

    private String ask() throws IOException {
        var form = new UrlEncodedContent(
                Map.of("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", assertion()));
        var request = requests.buildPostRequest(new GenericUrl(account.getTokenServerUri()), form);
        try {
            return request.execute().parseAsString();
        } catch (HttpResponseException e) {
            throw e;
        } catch (IOException e) {
            throw new Unanswered(e);
        }
    }

    private String assertion() throws IOException {
        long now = local.instant().plus(ahead).getEpochSecond();
        var header = new JsonWebSignature.Header()
                .setAlgorithm("RS256")
                .setType("JWT")
                .setKeyId(account.getPrivateKeyId());
        var payload = new JsonWebToken.Payload()
                .setIssuer(account.getClientEmail())
                .setAudience(AUDIENCE)
                .setIssuedAtTimeSeconds(now)
                .setExpirationTimeSeconds(now + LIFETIME_SECONDS)
                .set("scope", String.join(" ", account.getScopes()));
        try {
            return JsonWebSignature.signUsingRsaSha256(account.getPrivateKey(), JSON, header, payload);
        } catch (GeneralSecurityException e) {
            throw new IOException("the account's key cannot sign", e);
        }
    }

    /// Takes the time of a refusal for the server's.
    ///
    /// @return whether it is another than the one that was asked by
    private boolean learn(HttpResponseException e) {
        var now = Optional.ofNullable(e.getHeaders().getDate()).flatMap(GcsGrant::time);
        if (now.isEmpty()) {
            return false;
        }
        var difference = Duration.between(local.instant(), now.get());
        boolean other = difference.minus(ahead).abs().compareTo(LEAST_SKEW) > 0;
        ahead = other ? difference : ahead;
        return other;
    }

    private static Optional<Instant> time(String header) {
        try {
            return Optional.of(ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }

    /// Its end is told by the clock that the library tells all ends by.
    @SuppressWarnings("JavaUtilDate") // the library's type
    private static AccessToken token(String answer) throws IOException {
        var json = json(answer);
        if (json.get("access_token") instanceof String token && json.get("expires_in") instanceof Number seconds) {
            long now = com.google.api.client.util.Clock.SYSTEM.currentTimeMillis();
            return new AccessToken(
                    token,
                    new Date(now + Duration.ofSeconds(seconds.longValue()).toMillis()));
        }
        throw new IOException("the authorization server's answer holds no token");
    }

    private static Refused refused(HttpResponseException e) {
        var json = json(e.getContent());
        String words = json.get("error") instanceof String error ? " " + error : "";
        String more = json.get("error_description") instanceof String text ? ": " + text : "";
        return new Refused(e.getStatusCode(), "it answers " + e.getStatusCode() + words + more);
    }

    private static GenericJson json(@Nullable String text) {
        try {
            var json = text == null ? null : JSON.fromString(text, GenericJson.class);
            return json == null ? new GenericJson() : json;
        } catch (IOException | IllegalArgumentException notOne) {
            return new GenericJson();
        }
    }
}
