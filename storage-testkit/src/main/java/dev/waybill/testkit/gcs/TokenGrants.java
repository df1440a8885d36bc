package dev.waybill.testkit.gcs;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who gets a token: everybody, until a key is named; from then on, who brings a JWT that the key has signed and whose
/// times are right (RFC 7523; "Using OAuth 2.0 for Server to Server Applications", Google). Any number of threads.
final class TokenGrants {
    /// What Google's server takes a JWT to be for.
    private static final String AUDIENCE = "https://oauth2.googleapis.com/token";

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Duration LONGEST = Duration.ofHours(1);

    /// How far the clock of an account may be off.
    private static final Duration LEEWAY = Duration.ofMinutes(5);

    private final BearerCheck bearers;
    private final Clock clock;
    private volatile Optional<PublicKey> trusted = Optional.empty();

    TokenGrants(BearerCheck bearers, Clock clock) {
        this.bearers = bearers;
        this.clock = clock;
    }

    void trust(PublicKey key) {
        trusted = Optional.of(key);
    }

    GcsAnswer answer(GcsRequest request) {
        var key = trusted;
        Optional<String> refusal = key.isEmpty() ? Optional.empty() : refusal(request, key.get());
        return refusal.map(why -> GcsAnswer.json(400, Map.of("error", "invalid_grant", "error_description", why)))
                .orElseGet(bearers::issue);
    }

    private Optional<String> refusal(GcsRequest request, PublicKey key) {
        String body = new String(request.body(), StandardCharsets.UTF_8);
        var parts = List.of(parameter(body, "assertion").split("[.]", -1));
        try {
            if (!parameter(body, "grant_type").equals(GRANT) || parts.size() != 3 || !isSigned(parts, key)) {
                return Optional.of("Invalid JWT Signature.");
            }
            var claims = Json.object(Base64.getUrlDecoder().decode(parts.get(1)));
            return AUDIENCE.equals(claims.get("aud")) ? ofTimes(claims) : Optional.of("Invalid JWT: bad audience.");
        } catch (GeneralSecurityException | IllegalArgumentException | GcsFailure e) {
            return Optional.of("Invalid JWT: it cannot be read.");
        }
    }

    private static boolean isSigned(List<String> parts, PublicKey key) throws GeneralSecurityException {
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key);
        signature.update((parts.get(0) + "." + parts.get(1)).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(parts.get(2)));
    }

    private Optional<String> ofTimes(Map<String, @Nullable Object> claims) {
        Instant now = clock.instant();
        var issued = time(claims.get("iat"));
        var end = time(claims.get("exp"));
        boolean right = issued.isPresent()
                && end.isPresent()
                && !issued.get().isAfter(now.plus(LEEWAY))
                && end.get().isAfter(now.minus(LEEWAY))
                && !issued.get().isBefore(now.minus(LEEWAY))
                && Duration.between(issued.get(), end.get()).compareTo(LONGEST) <= 0;
        return right
                ? Optional.empty()
                : Optional.of(
                        "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
                                + " Check your iat and exp values in the JWT claim.");
    }

    private static Optional<Instant> time(@Nullable Object seconds) {
        try {
            return seconds instanceof Long number ? Optional.of(Instant.ofEpochSecond(number)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String parameter(String form, String name) {
        for (String pair : form.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }
}
