package dev.waybill.adapter.s3;

import dev.waybill.port.StorageException.AccessDenied;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// Makes requests under credentials that may expire meanwhile: one that the store refuses is made once more, with
/// others, where there are any. A refusal has done nothing, so that any request can be repeated.
///
/// No list of codes tells what is worth that: an expired session is a 403 `AccessDenied` to Ceph, and what it
/// would be to S3 is in a body that an answer to HEAD has not got. Any number of threads.
final class S3Session {
    /// How long after a refusal that other credentials did not cure none are asked for again: something is
    /// forbidden then, and many requests are about to hear it.
    private static final Duration HOLD_OFF = Duration.ofSeconds(30);

    /// How often a request is made again. Once is enough, unless those others were taken for another request and are
    /// spent already.
    private static final int MOST_REPLAYS = 3;

    private final S3CredentialsSource source;
    private final S3Clock clock;
    private volatile List<S3Credentials> latest = List.of();
    private volatile List<S3Credentials> accepted = List.of();
    private volatile Instant holdOffUntil = Instant.MIN;

    S3Session(S3CredentialsSource source, S3Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /// The result of `request`, which fails with [AccessDenied] where the store refuses it.
    <T> T call(Supplier<T> request) {
        for (int replays = 0; ; replays++) {
            var used = credentials();
            try {
                T answer = request.get();
                if (!accepted.equals(List.of(used))) {
                    accepted = List.of(used);
                }
                return answer;
            } catch (AccessDenied e) {
                if (!isWorthAnother(used, replays)) {
                    throw e;
                }
            }
        }
    }

    /// Whether there are other credentials to try than those that were refused.
    private boolean isWorthAnother(S3Credentials refused, int replays) {
        if (clock.now().isBefore(holdOffUntil)) {
            return false;
        }
        boolean spent =
                replays == 0 || accepted.contains(refused) || !source.current().equals(refused);
        if (spent && replays < MOST_REPLAYS && source.renew(refused)) {
            return true;
        }
        if (replays > 0) {
            holdOffUntil = clock.now().plus(HOLD_OFF);
        }
        return false;
    }

    /// What a request made now is signed with.
    private S3Credentials credentials() {
        var current = source.current();
        var known = latest;
        if (known.isEmpty() || !known.get(0).equals(current)) {
            latest = known.isEmpty() ? List.of(current) : List.of(current, known.get(0));
        }
        return current;
    }

    /// Whether the credentials last used are temporary ones.
    boolean isTemporary() {
        return latest.stream().limit(1).anyMatch(c -> c.sessionToken().isPresent());
    }

    /// `text` with every part of the credentials last used, and of those before them, blotted out.
    String redact(String text) {
        String clean = text;
        for (var credentials : latest) {
            clean = credentials.redact(clean);
        }
        return clean;
    }
}
