package dev.waybill.adapter.azure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/// The time by which requests are dated and signed: the local clock, put right by what the service says of its own.
/// Any number of threads.
final class AzureClock {
    /// The service takes no request that is dated 15 minutes before or after.
    private static final Duration MOST_SKEW = Duration.ofMinutes(10);

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Clock local;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    AzureClock(Clock local) {
        this.local = local;
    }

    /// The time as the service has it, as far as that is known.
    Instant now() {
        return local.instant().plus(ahead.get());
    }

    /// Takes it that the service's clock shows `time` now.
    ///
    /// @return whether that is another time than the one that requests were dated by, too far from it to be taken
    boolean learn(Instant time) {
        boolean other = Duration.between(now(), time).abs().compareTo(MOST_SKEW) > 0;
        if (other) {
            ahead.set(Duration.between(local.instant(), time));
        }
        return other;
    }

    /// The time as `x-ms-date` has it (RFC 9110 section 5.6.7).
    String httpDate() {
        return HTTP_DATE.format(now());
    }
}
