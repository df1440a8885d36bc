package dev.waybill.domain.layer;

import java.util.OptionalInt;
import java.util.OptionalLong;

/// The bounds that one process keeps towards a store.
///
/// @param requests how many calls and open streams at once, 1 or more; unbounded if empty
/// @param bytesPerSecond how much content moves, both ways together, 1 or more; unbounded if empty
public record LimitOptions(OptionalInt requests, OptionalLong bytesPerSecond) {
    /// No bounds.
    public static final LimitOptions NONE = new LimitOptions(OptionalInt.empty(), OptionalLong.empty());

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public LimitOptions {
        if (requests.orElse(1) < 1 || bytesPerSecond.orElse(1) < 1) {
            throw new IllegalArgumentException("limits must be 1 or more: " + requests + ", " + bytesPerSecond);
        }
    }

    /// The same with at most this many requests at once.
    public LimitOptions withRequests(int count) {
        return new LimitOptions(OptionalInt.of(count), bytesPerSecond);
    }

    /// The same with at most this much content a second.
    public LimitOptions withBytesPerSecond(long bytes) {
        return new LimitOptions(requests, OptionalLong.of(bytes));
    }

    /// Whether nothing is bounded.
    public boolean isNone() {
        return requests.isEmpty() && bytesPerSecond.isEmpty();
    }
}
