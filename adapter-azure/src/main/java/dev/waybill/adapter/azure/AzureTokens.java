package dev.waybill.adapter.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.exception.ClientAuthenticationException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The token that requests carry. Another is fetched ahead of its end, by one thread, while all go on with this one;
/// when it has ended, or the service refuses it, all wait for one request. Any number of threads.
final class AzureTokens {
    /// How long before a token's end another is fetched, as Azure's libraries do.
    private static final Duration AHEAD = Duration.ofMinutes(5);

    /// How long one that holds is let rest, whatever came of fetching another.
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Supplier<AccessToken> identity;
    private final AzureClock clock;
    private final AtomicReference<@Nullable FutureTask<Held>> underWay = new AtomicReference<>();
    private volatile @Nullable Held held;
    private volatile Instant holdOffUntil = Instant.MIN;

    /// @param identity gives another token each time, or says why not by a [ClientAuthenticationException]
    AzureTokens(Supplier<AccessToken> identity, AzureClock clock) {
        this.identity = identity;
        this.clock = clock;
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
        var now = held;
        Instant time = clock.now();
        if (now == null || !time.isBefore(now.end())) {
            return after(now).token();
        }
        return time.isBefore(now.renewAt()) ? now.token() : ahead(now).token();
    }

    /// Whether there is another token than the one that the service refused; it is fetched where there is not.
    ///
    /// @throws ClientAuthenticationException if none is to be had
    boolean replaced(String refused) {
        var now = held;
        if (now != null && !now.token().equals(refused)) {
            return true;
        }
        if (clock.now().isBefore(holdOffUntil)) {
            return false;
        }
        boolean other = !after(now).token().equals(refused);
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
        if (underWay.get() != null) {
            return now;
        }
        try {
            return after(now);
        } catch (ClientAuthenticationException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            held = new Held(now.token(), now.end(), clock.now().plus(PAUSE));
            return now;
        }
    }

    /// The token that came after `old`; fetched by one of all threads that want it.
    private Held after(@Nullable Held old) {
        while (true) {
            var now = held;
            if (now != null && !now.equals(old)) {
                return now;
            }
            var mine = new FutureTask<>(() -> fetched(old));
            var running = underWay.compareAndExchange(null, mine);
            if (running == null) {
                try {
                    mine.run();
                } finally {
                    underWay.set(null);
                }
            }
            try {
                return (running == null ? mine : running).get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClientAuthenticationException("interrupted while another call fetches a token", null, e);
            } catch (ExecutionException e) {
                boolean othersInterruption =
                        running != null && AzureErrors.cause(e, InterruptedIOException.class) != null;
                if (!othersInterruption) {
                    throw asThrown(e);
                }
            }
        }
    }

    private static RuntimeException asThrown(ExecutionException e) {
        return e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
    }

    private Held fetched(@Nullable Held old) {
        var now = held;
        if (now != null && !now.equals(old)) {
            return now;
        }
        var next = Held.of(identity.get(), clock.now());
        held = next;
        return next;
    }
}
