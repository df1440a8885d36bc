package dev.waybill.domain.catalog;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often to sync.
///
/// @param interval from the end of a sync to the beginning of the next
/// @param longest the longest wait after failures, each of which doubles it
/// @param jitter by which part of itself a wait is made longer or shorter at random, 0 to 1, so that many who began
///     at once do not go on at once
public record CatalogPace(Duration interval, Duration longest, double jitter) {
    /// Every ten minutes, after failures up to an hour, by a tenth more or less.
    public static final CatalogPace DEFAULT = new CatalogPace(Duration.ofMinutes(10), Duration.ofHours(1), 0.1);

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public CatalogPace {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("the interval must be longer than nothing: " + interval);
        }
        if (longest.compareTo(interval) < 0) {
            throw new IllegalArgumentException("the longest wait must be no shorter than the interval: " + longest);
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("the jitter must be 0 to 1: " + jitter);
        }
    }

    Duration after(int failures, RandomGenerator random) {
        Duration wait = interval;
        for (int i = 0; i < failures && wait.compareTo(longest) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        wait = wait.compareTo(longest) > 0 ? longest : wait;
        double part = 1 + jitter * (2 * random.nextDouble() - 1);
        return Duration.ofNanos(Math.round(wait.toNanos() * part));
    }
}
