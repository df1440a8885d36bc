package dev.waybill.port.spi;

import java.time.Clock;

/// What an adapter is given by its surroundings.
///
/// @param clock the time; adapters ask no other clock
/// @param requestSlots how many calls may be under way at once: a pool of connections must be as large
public record AdapterContext(Clock clock, int requestSlots) {
    /// @throws IllegalArgumentException if there is not at least one slot
    public AdapterContext {
        if (requestSlots < 1) {
            throw new IllegalArgumentException("requestSlots must be 1 or more: " + requestSlots);
        }
    }
}
