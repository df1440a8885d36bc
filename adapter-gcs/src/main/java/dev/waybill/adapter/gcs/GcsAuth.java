package dev.waybill.adapter.gcs;

import com.google.auth.oauth2.AccessToken;
import dev.waybill.port.Secret;
import dev.waybill.port.spi.SharedRenewal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Who asks, and by which token just now. Another is asked for ahead of its end, by one thread, while all go on with
/// this one; when it has ended, or the server refuses it, all wait for one request. Any number of threads.
///
/// Google's library keeps tokens, too, but who waits there for another's request fails where that one is interrupted.
final class GcsAuth {
    /// How long before its end a token is not sent any more, as Google's library has it.
    private static final Duration LEFT = Duration.ofMinutes(3);

    /// How long before its end another is asked for, as Google's library does.
    private static final Duration AHEAD = LEFT.plusSeconds(45);

    private final GcsConfig.Identity identity;
    private final SharedRenewal<Held> tokens;
    private volatile Optional<Secret> accepted = Optional.empty();

    /// @param credentials where tokens come from, for who has credentials
    GcsAuth(GcsConfig.Identity identity, GcsCredentials credentials) {
        this.identity = identity;
        this.tokens = new SharedRenewal<>(Optional.empty(), () -> {
            try {
                return Held.of(credentials.ask());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /// @param end when it ends, by the clock that Google's library tells it by; far away if it does not
    private record Held(Secret token, Instant end) {
        @SuppressWarnings("JavaUtilDate") // the library's type
        static Held of(AccessToken token) {
            var end = token.getExpirationTime();
            return new Held(Secret.of(token.getTokenValue()), end == null ? Instant.MAX : end.toInstant());
        }

        boolean endsIn(Duration time) {
            long now = com.google.api.client.util.Clock.SYSTEM.currentTimeMillis();
            return !Instant.ofEpochMilli(now).plus(time).isBefore(end);
        }
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
        var latest = tokens.latest();
        if (latest.isEmpty() || latest.get().endsIn(LEFT)) {
            return Optional.of(after(latest).token());
        }
        var now = latest.get();
        return Optional.of((now.endsIn(AHEAD) ? ahead(now) : now).token());
    }

    /// Another token if there is one, else this, which still holds.
    private Held ahead(Held now) throws IOException {
        try {
            return tokens.ahead(now);
        } catch (UncheckedIOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e.getCause();
            }
            return now;
        }
    }

    /// The token that came after `old`.
    private Held after(Optional<Held> old) throws IOException {
        try {
            return tokens.after(old);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (InterruptedException e) {
            var brokenOff = new InterruptedIOException("interrupted while another call fetches a token");
            brokenOff.initCause(e);
            throw brokenOff;
        }
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
        var latest = tokens.latest();
        if (latest.isEmpty()) {
            return false;
        }
        if (!latest.get().token().equals(token)) {
            return true;
        }
        return accepted.equals(Optional.of(token)) && !after(latest).token().equals(token);
    }

    /// `text` with everything blotted out that would let somebody in.
    String redact(String text) {
        var secret = identity instanceof GcsConfig.Identity.Token token
                ? Optional.of(token.value())
                : tokens.latest().map(Held::token);
        return secret.map(token -> text.replace(token.reveal(), "***")).orElse(text);
    }
}
