package dev.waybill.adapter.naas;

import dev.waybill.adapter.s3.S3Credentials;
import dev.waybill.adapter.s3.S3CredentialsSource;
import dev.waybill.port.StorageException;
import dev.waybill.port.StorageException.Cancelled;
import dev.waybill.port.StorageException.StoreFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
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
    private final AtomicReference<@Nullable FutureTask<NaasLease>> underWay = new AtomicReference<>();
    private volatile Held held;
    private volatile @Nullable StoreFailure moved;

    /// @param first the credentials that the store was opened with
    NaasSession(NaasApi api, NaasErrors errors, Clock clock, RandomGenerator random, NaasLease first) {
        this.api = api;
        this.errors = errors;
        this.clock = clock;
        this.random = random;
        this.held = new Held(first, first.refreshAt(random.nextDouble()));
    }

    /// @param refreshAt when others are tried for, while this still holds
    private record Held(NaasLease lease, Instant refreshAt) {}

    @Override
    public S3Credentials current() {
        Held now = held;
        Instant time = clock.instant();
        if (time.isBefore(now.refreshAt())) {
            return now.lease().credentials();
        }
        return (time.isBefore(now.lease().deadline()) ? ahead(now) : after(now.lease())).credentials();
    }

    @Override
    public boolean renew(S3Credentials refused) {
        NaasLease lease = held.lease();
        if (lease.credentials().equals(refused)) {
            after(lease);
        }
        return true;
    }

    /// Others if they can be had, else those that still hold.
    private NaasLease ahead(Held now) {
        if (underWay.get() != null) {
            return now.lease();
        }
        try {
            return after(now.lease());
        } catch (StorageException e) {
            if (e instanceof Cancelled || e.equals(moved)) {
                throw e;
            }
            held = new Held(now.lease(), clock.instant().plus(PAUSE));
            return now.lease();
        }
    }

    /// Those that came after `old`; asked for by one of all threads that want them.
    private NaasLease after(NaasLease old) {
        while (true) {
            if (!held.lease().equals(old)) {
                return held.lease();
            }
            var mine = new FutureTask<>(() -> replacement(old));
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
                throw errors.cancelled(e);
            } catch (ExecutionException e) {
                boolean othersInterruption = running != null && e.getCause() instanceof Cancelled;
                if (!othersInterruption) {
                    throw asThrown(e);
                }
            }
        }
    }

    private static RuntimeException asThrown(ExecutionException e) {
        return e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
    }

    private NaasLease replacement(NaasLease old) {
        Held now = held;
        if (!now.lease().equals(old)) {
            return now.lease();
        }
        NaasLease next = api.ask();
        if (!next.place().equals(old.place())) {
            var failure = errors.moved(old.place(), next.place());
            moved = failure;
            throw failure;
        }
        held = new Held(next, next.refreshAt(random.nextDouble()));
        return next;
    }
}
