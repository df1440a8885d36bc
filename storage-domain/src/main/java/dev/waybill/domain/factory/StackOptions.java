package dev.waybill.domain.factory;

import dev.waybill.domain.layer.LimitOptions;
import dev.waybill.domain.layer.RetryOptions;

/// How the layers over an adapter behave.
///
/// @param requestSlots how many calls a store must be able to serve at once: its pool of connections is as
///     large; callers keep to it themselves, or set [LimitOptions#requests]
/// @param retries how often an unavailable store is tried
/// @param limits the bounds kept towards the store
public record StackOptions(int requestSlots, RetryOptions retries, LimitOptions limits) {
    /// 64 slots, retries as usual, no limits.
    public static final StackOptions DEFAULT = new StackOptions(64, RetryOptions.DEFAULT, LimitOptions.NONE);

    /// @throws IllegalArgumentException if there is not at least one slot
    public StackOptions {
        if (requestSlots < 1) {
            throw new IllegalArgumentException("requestSlots must be 1 or more: " + requestSlots);
        }
    }

    /// The same with this many slots.
    public StackOptions withRequestSlots(int slots) {
        return new StackOptions(slots, retries, limits);
    }

    /// The same with these retries.
    public StackOptions withRetries(RetryOptions options) {
        return new StackOptions(requestSlots, options, limits);
    }

    /// The same with these limits.
    public StackOptions withLimits(LimitOptions options) {
        return new StackOptions(requestSlots, retries, options);
    }
}
