package dev.waybill.adapter.sqlite;

import java.time.Duration;

/// How much of the history of runs is kept. What neither bound asks to drop stays.
///
/// @param runs how many runs of each pair, 1 or more
/// @param age for how long
public record Retention(int runs, Duration age) {
    /// The last 100 runs of each pair, of the last 90 days.
    public static final Retention DEFAULT = new Retention(100, Duration.ofDays(90));

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public Retention {
        if (runs < 1) {
            throw new IllegalArgumentException("the history must keep 1 run or more: " + runs);
        }
        if (age.isNegative() || age.isZero()) {
            throw new IllegalArgumentException("the history must keep runs for some time: " + age);
        }
    }
}
