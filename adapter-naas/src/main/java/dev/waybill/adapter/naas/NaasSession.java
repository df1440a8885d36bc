package dev.waybill.adapter.naas;

import dev.waybill.adapter.s3.S3Credentials;
import dev.waybill.adapter.s3.S3CredentialsSource;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.StoreFailure;
import dev.waybill.port.spi.SharedRenewal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The credentials that hold now. Others are got ahead of their end, by one thread, while all go on with these; when
/// they have ended, or the store refuses them, all wait for one request. Any number of threads.
final class NaasSession implements S3CredentialsSource {
    /// How long a failure to get others ahead of time is let rest, while these still hold.
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final NaasApi api;
    private final NaasErrors errors;
    private final Clock clock;
    private final RandomGenerator random;
    private final NaasKeys place;
    private final SharedRenewal<Held> leases;
    private volatile Instant restUntil = Instant.MIN;
    private volatile @Nullable StoreFailure moved;

    /// @param first the credentials that the store was opened with
    NaasSession(NaasApi api, NaasErrors errors, Clock clock, RandomGenerator random, NaasLease first) {
        this.api = api;
        this.errors = errors;
        this.clock = clock;
        this.random = random;
        this.place = first.place();
        this.leases = new SharedRenewal<>(Optional.of(held(first)), this::replacement);
    }

    /// @param refreshAt when others are tried for, while this still holds
    private record Held(NaasLease lease, Instant refreshAt) {}

    private Held held(NaasLease lease) {
        return new Held(lease, lease.refreshAt(random.nextDouble()));
    }

    @Override
    public S3Credentials current() {
        Held now = latest();
        Instant time = clock.instant();
        if (!time.isBefore(now.lease().deadline())) {
            return after(now).lease().credentials();
        }
        boolean rests = time.isBefore(now.refreshAt()) || time.isBefore(restUntil);
        return (rests ? now : ahead(now)).lease().credentials();
    }

    @Override
    public boolean renew(S3Credentials refused) {
        Held now = latest();
        if (now.lease().credentials().equals(refused)) {
            after(now);
        }
        return true;
    }

    private Held latest() {
        return leases.latest().orElseThrow();
    }

    /// Others if they can be had, else those that still hold.
    private Held ahead(Held now) {
        try {
            return leases.ahead(now);
        } catch (StorageException e) {
            if (e instanceof Cancelled || e.equals(moved)) {
                throw e;
            }
            restUntil = clock.instant().plus(PAUSE);
            return now;
        }
    }

    /// Those that came after `old`.
    private Held after(Held old) {
        try {
            return leases.after(Optional.of(old));
        } catch (InterruptedException e) {
            throw errors.cancelled(e);
        }
    }

    private Held replacement() {
        NaasLease next = api.ask();
        if (!next.place().equals(place)) {
            var failure = errors.moved(place, next.place());
            moved = failure;
            throw failure;
        }
        return held(next);
    }
}
