package dev.waybill.adapter.naas;

import dev.waybill.adapter.s3.S3Credentials;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Credentials for a while.
///
/// @param credentials sign requests
/// @param place where they are good for
/// @param expires when they end, as the API says; never if empty
/// @param asked when the API was asked for them, by the clock of this machine
/// @param lifetime how long they hold from then on; empty if that is not known
record NaasLease(
        S3Credentials credentials,
        NaasKeys place,
        Optional<Instant> expires,
        Instant asked,
        Optional<Duration> lifetime) {
    private static final Duration MOST_MARGIN = Duration.ofMinutes(5);

    /// From when on others should be got, while these still hold: a fifth of the lifetime before its end or less, but
    /// no more than five minutes.
    ///
    /// @param jitter 0 to 1; so that not everybody who began together asks together
    Instant refreshAt(double jitter) {
        return lifetime.map(whole -> {
                    Duration fifth = whole.dividedBy(5);
                    Duration margin = fifth.compareTo(MOST_MARGIN) < 0 ? fifth : MOST_MARGIN;
                    return asked.plus(whole).minusMillis((long) (margin.toMillis() * (0.5 + jitter / 2)));
                })
                .orElse(Instant.MAX);
    }

    /// From when on these are not tried any more.
    Instant deadline() {
        return lifetime.map(asked::plus).orElse(Instant.MAX);
    }
}
