package dev.waybill.adapter.s3;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/// The time by which requests are signed: the local clock, put right by what a server says of its own.
/// Any number of threads.
final class S3Clock {
    private final Clock local;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    S3Clock(Clock local) {
        this.local = local;
    }

    /// The time as the server has it, as far as that is known.
    Instant now() {
        return local.instant().plus(ahead.get());
    }

    /// Takes it that the server's clock shows `serverTime` now.
    void learn(Instant serverTime) {
        ahead.set(Duration.between(local.instant(), serverTime));
    }
}
