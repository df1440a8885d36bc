package dev.waybill.testkit.s3;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Credentials as the server has them, and how often they are still taken. Any number of threads.
final class Grant {
    private final S3Credentials credentials;
    private final AtomicLong usesLeft;

    Grant(S3Credentials credentials, long uses) {
        this.credentials = credentials;
        this.usesLeft = new AtomicLong(uses);
    }

    String secretAccessKey() {
        return credentials.secretAccessKey();
    }

    /// Takes it no more, as if it had expired.
    void end() {
        usesLeft.set(0);
    }

    /// Lets one request in.
    ///
    /// @throws S3Failure if its token is another, or they have expired: by the clock, or because they are used up
    void use(Optional<String> token, Instant now, ExpiryAnswer answer) {
        if (!token.equals(credentials.sessionToken())) {
            throw S3Failure.denied("InvalidToken", "The session token is not the one of this access key.");
        }
        boolean over = credentials.expires().filter(end -> !now.isBefore(end)).isPresent();
        if (over || usesLeft.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            throw answer.failure();
        }
    }
}
