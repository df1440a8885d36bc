package dev.waybill.domain.artifact;

import dev.waybill.domain.layer.Sleeper;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// Waits between attempts: at random, up to a bound that doubles.
final class Pauses {
    private static final long FIRST_MILLIS = 10;
    private static final long MOST_MILLIS = 1000;

    private final Sleeper sleeper;
    private final RandomGenerator random;

    Pauses(RepositorySettings settings) {
        sleeper = settings.sleeper();
        random = settings.random();
    }

    /// Waits after the attempt of this number, counted from 1.
    void after(int attempt) throws InterruptedException {
        long bound = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(attempt, 10));
        sleeper.sleep(Duration.ofMillis(1 + random.nextLong(bound)));
    }
}
