package dev.waybill.adapter.s3;

import dev.waybill.port.StorageException.AccessDenied;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Makes requests under credentials that may expire meanwhile: one that the store refuses is made once more, with
/// others, where there are any. A refusal has done nothing, so that any request can be repeated.
///
/// No list of codes tells what is worth that: an expired session is a 403 `AccessDenied` to Ceph, and what it
/// would be to S3 is in a body that an answer to HEAD has not got. Any number of threads.
final class S3Session {
    /// How long after a refusal that other credentials did not cure none are asked for again: something is
    /// forbidden then, and many requests are about to hear it.
    private static final Duration HOLD_OFF = Duration.ofSeconds(30);

    /// How often others are got for one request. Once is enough, unless those were taken for another request and are
    /// spent already.
    private static final int MOST_RENEWALS = 3;

    /// How often a request is made again, also where others were there without being asked for: so that there is an
    /// end whatever the source does.
    private static final int MOST_REPLAYS = 10;

    /// Of how many credentials is known whether they were taken: those of requests that are still under way when
    /// others have come are among them.
    private static final int REMEMBERED = 3;

    private final S3CredentialsSource source;
    private final S3Clock clock;
    private final AtomicReference<List<Used>> latest = new AtomicReference<>(List.of());
    private volatile Instant holdOffUntil = Instant.MIN;

    /// Credentials, and whether the store has taken a request that was made with them.
    private static final class Used {
        final S3Credentials credentials;
        volatile boolean accepted;

        Used(S3Credentials credentials) {
            this.credentials = credentials;
        }
    }

    S3Session(S3CredentialsSource source, S3Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /// The result of `request`, which fails with [AccessDenied] where the store refuses it.
    <T> T call(Supplier<T> request) {
        int renewals = 0;
        for (int replays = 0; ; replays++) {
            var used = credentials();
            try {
                T answer = request.get();
                if (!used.accepted) {
                    used.accepted = true;
                }
                return answer;
            } catch (AccessDenied e) {
                // Others may have come since, and the request be signed with them: no word yet against either.
                boolean replaced = !source.current().equals(used.credentials);
                boolean others = replaced || isRenewed(used, replays, renewals++);
                if (!others || replays == MOST_REPLAYS) {
                    throw e;
                }
            }
        }
    }

    /// Whether there are others now than those that were refused.
    private boolean isRenewed(Used refused, int replays, int renewals) {
        if (clock.now().isBefore(holdOffUntil)) {
            return false;
        }
        boolean spent = replays == 0 || refused.accepted;
        if (spent && renewals < MOST_RENEWALS && source.renew(refused.credentials)) {
            return true;
        }
        if (replays > 0) {
            holdOffUntil = clock.now().plus(HOLD_OFF);
        }
        return false;
    }

    /// What a request made now is signed with, unless others come before it is.
    private Used credentials() {
        var current = source.current();
        while (true) {
            var known = latest.get();
            for (var used : known) {
                if (used.credentials.equals(current)) {
                    return used;
                }
            }
            var first = new Used(current);
            var others = known.stream().limit(REMEMBERED - 1);
            if (latest.compareAndSet(
                    known, Stream.concat(Stream.of(first), others).toList())) {
                return first;
            }
        }
    }

    /// Whether the credentials last used are temporary ones.
    boolean isTemporary() {
        return latest.get().stream()
                .limit(1)
                .anyMatch(used -> used.credentials.sessionToken().isPresent());
    }

    /// `text` with every part of the credentials last used, and of those before them, blotted out.
    String redact(String text) {
        String clean = text;
        for (var used : latest.get()) {
            clean = used.credentials.redact(clean);
        }
        return clean;
    }
}
