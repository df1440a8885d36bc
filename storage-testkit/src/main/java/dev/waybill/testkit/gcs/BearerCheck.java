package dev.waybill.testkit.gcs;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Who may ask: everybody, until a token is named. Any number of threads.
final class BearerCheck {
    private final Map<String, AtomicInteger> usesLeft = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private volatile boolean demanded;
    private volatile int usesOfIssued = Integer.MAX_VALUE;
    private volatile Duration lifetime = Duration.ofHours(1);

    void demand() {
        demanded = true;
    }

    void allow(String token, int uses) {
        demanded = true;
        usesLeft.put(token, new AtomicInteger(uses));
    }

    void expireAfter(int uses) {
        usesOfIssued = uses;
    }

    void last(Duration time) {
        lifetime = time;
    }

    void expireAll() {
        usesLeft.clear();
    }

    /// A new token, as an authorization server answers (RFC 6749 section 5.1).
    GcsAnswer issue() {
        String token = "issued-" + count.incrementAndGet();
        allow(token, usesOfIssued);
        return GcsAnswer.json(
                200, Map.of("access_token", token, "token_type", "Bearer", "expires_in", lifetime.toSeconds()));
    }

    long issued() {
        return count.get();
    }

    /// @throws GcsFailure if the request brings no token that is good
    void require(GcsRequest request) {
        var header = request.header("Authorization");
        if (header.isEmpty()) {
            if (demanded) {
                throw GcsFailure.unauthorized("required", "Anonymous caller does not have access to the bucket.");
            }
            return;
        }
        if (!header.get().startsWith("Bearer ")) {
            throw GcsFailure.unauthorized("authError", "Invalid Credentials");
        }
        var left = usesLeft.get(header.get().substring("Bearer ".length()));
        if (demanded && (left == null || left.getAndUpdate(n -> n > 0 ? n - 1 : 0) <= 0)) {
            throw GcsFailure.unauthorized("authError", "Invalid Credentials");
        }
    }
}
