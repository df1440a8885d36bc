package dev.waybill.domain.layer;

import java.time.Duration;

/// How often and how long a call on an unavailable store is tried.
///
/// @param attempts how many in all, 1 or more
/// @param firstDelay the longest wait before the second attempt; each further one may wait twice as long
/// @param maxDelay what no wait exceeds, unless the store asked for more
/// @param budget how long all attempts and waits together may take; an attempt under way is not broken off
public record RetryOptions(int attempts, Duration firstDelay, Duration maxDelay, Duration budget) {
    /// Seven attempts within two minutes.
    public static final RetryOptions DEFAULT =
            new RetryOptions(7, Duration.ofMillis(250), Duration.ofSeconds(20), Duration.ofMinutes(2));

    /// One attempt.
    public static final RetryOptions NONE =
            new RetryOptions(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMinutes(2));

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public RetryOptions {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be 1 or more: " + attempts);
        }
        if (!firstDelay.isPositive() || maxDelay.compareTo(firstDelay) < 0 || !budget.isPositive()) {
            throw new IllegalArgumentException("delays must be above 0, the first no longer than the longest: "
                    + firstDelay + ", " + maxDelay + ", within " + budget);
        }
    }

    /// The same with this many attempts.
    public RetryOptions withAttempts(int count) {
        return new RetryOptions(count, firstDelay, maxDelay, budget);
    }
}
