package dev.waybill.domain.layer;

import java.time.LocalTime;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/// How much a second is allowed, by the time of the day.
///
/// @param from what holds from each time on, until the next; before the first of a day, the last of the day before
public record RateSchedule(NavigableMap<LocalTime, OptionalLong> from) {
    /// Any amount at any time.
    public static final RateSchedule UNBOUNDED = new RateSchedule(new TreeMap<>(Map.of()));

    /// @throws IllegalArgumentException if an amount is less than 1
    public RateSchedule {
        from = Collections.unmodifiableNavigableMap(new TreeMap<>(from));
        for (OptionalLong amount : from.values()) {
            if (amount.orElse(1) < 1) {
                throw new IllegalArgumentException("limits must be 1 or more: " + amount.getAsLong());
            }
        }
    }

    /// This much at any time.
    public static RateSchedule always(long perSecond) {
        return new RateSchedule(new TreeMap<>(Map.of(LocalTime.MIN, OptionalLong.of(perSecond))));
    }

    /// What is allowed at `time`; empty if any amount is.
    OptionalLong at(LocalTime time) {
        if (from.isEmpty()) {
            return OptionalLong.empty();
        }
        var entry = from.floorEntry(time);
        return entry == null ? from.lastEntry().getValue() : entry.getValue();
    }

    /// Whether any amount is allowed at any time.
    public boolean isUnbounded() {
        return from.values().stream().allMatch(OptionalLong::isEmpty);
    }
}
