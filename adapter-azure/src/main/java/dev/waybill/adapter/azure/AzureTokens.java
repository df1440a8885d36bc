package dev.waybill.adapter.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.exception.ClientAuthenticationException;
import dev.waybill.port.spi.SharedRenewal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// The token that requests carry. Another is fetched ahead of its end, by one thread, while all go on with this one;
/// when it has ended, or the service refuses it, all wait for one request. Any number of threads.
final class AzureTokens {
    /// How long before a token's end another is fetched, as Azure's libraries do.
    private static final Duration AHEAD = Duration.ofMinutes(5);

    /// How long one that holds is let rest, whatever came of fetching another.
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final AzureClock clock;
    private final SharedRenewal<Held> tokens;
    private volatile Instant restUntil = Instant.MIN;
    private volatile Instant holdOffUntil = Instant.MIN;

    /// @param identity gives another token each time, or says why not by a [ClientAuthenticationException]
    AzureTokens(Supplier<AccessToken> identity, AzureClock clock) {
        this.clock = clock;
        this.tokens = new SharedRenewal<>(Optional.empty(), () -> Held.of(identity.get(), clock.now()));
    }

    /// @param renewAt when another is fetched, while this still holds
    private record Held(String token, Instant end, Instant renewAt) {
        static Held of(AccessToken token, Instant now) {
            Instant end = token.getExpiresAt().toInstant();
            Instant early = end.minus(AHEAD);
            Instant rested = now.plus(PAUSE);
            return new Held(token.getToken(), end, early.isAfter(rested) ? early : rested);
        }

        /// The text of a record would show the token.
        @Override
        public String toString() {
            return "a token that ends at " + end;
        }
    }

    /// The token to ask with now.
    ///
    /// @throws ClientAuthenticationException if there is none
    String current() {
        var latest = tokens.latest();
        Instant time = clock.now();
        if (latest.isEmpty() || !time.isBefore(latest.get().end())) {
            return after(latest).token();
        }
        var now = latest.get();
        boolean rests = time.isBefore(now.renewAt()) || time.isBefore(restUntil);
        return (rests ? now : ahead(now)).token();
    }

    /// Whether there is another token than the one that the service refused; it is fetched where there is not.
    ///
    /// @throws ClientAuthenticationException if none is to be had
    boolean replaced(String refused) {
        var latest = tokens.latest();
        if (latest.isPresent() && !latest.get().token().equals(refused)) {
            return true;
        }
        if (clock.now().isBefore(holdOffUntil)) {
            return false;
        }
        boolean other = !after(latest).token().equals(refused);
        if (!other) {
            holdOff();
        }
        return other;
    }

    /// Notes that another token was of no use: none is fetched for a refusal for a while, since many are about to
    /// hear the same.
    void holdOff() {
        holdOffUntil = clock.now().plus(PAUSE);
    }

    /// Another token if there is one, else this, which still holds.
    private Held ahead(Held now) {
        try {
            return tokens.ahead(now);
        } catch (ClientAuthenticationException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            restUntil = clock.now().plus(PAUSE);
            return now;
        }
    }

    /// The token that came after `old`.
    private Held after(Optional<Held> old) {
        try {
            return tokens.after(old);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientAuthenticationException("interrupted while another call fetches a token", null, e);
        }
    }
}
