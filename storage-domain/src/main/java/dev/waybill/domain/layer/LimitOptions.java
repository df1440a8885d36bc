package dev.waybill.domain.layer;

import java.util.OptionalInt;

/// The bounds that one process keeps towards a store.
///
/// @param requests how many calls and open streams at once, 1 or more; unbounded if empty
/// @param bytesPerSecond how much content moves, both ways together
/// @param requestsPerSecond how many calls are begun; of a listing, each page is one
public record LimitOptions(OptionalInt requests, RateSchedule bytesPerSecond, RateSchedule requestsPerSecond) {
    /// No bounds.
    public static final LimitOptions NONE =
            new LimitOptions(OptionalInt.empty(), RateSchedule.UNBOUNDED, RateSchedule.UNBOUNDED);

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    public LimitOptions {
        if (requests.orElse(1) < 1) {
            throw new IllegalArgumentException("limits must be 1 or more: " + requests.getAsInt());
        }
    }

    /// The same with at most this many requests at once.
    public LimitOptions withRequests(int count) {
        return new LimitOptions(OptionalInt.of(count), bytesPerSecond, requestsPerSecond);
    }

    /// The same with at most this much content a second.
    public LimitOptions withBytesPerSecond(long bytes) {
        return withBytesPerSecond(RateSchedule.always(bytes));
    }

    /// The same with at most this much content a second.
    public LimitOptions withBytesPerSecond(RateSchedule bytes) {
        return new LimitOptions(requests, bytes, requestsPerSecond);
    }

    /// The same, beginning at most this many requests a second.
    public LimitOptions withRequestsPerSecond(RateSchedule count) {
        return new LimitOptions(requests, bytesPerSecond, count);
    }

    /// Whether nothing is bounded.
    public boolean isNone() {
        return requests.isEmpty() && bytesPerSecond.isUnbounded() && requestsPerSecond.isUnbounded();
    }
}
