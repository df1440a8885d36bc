package dev.waybill.domain.layer;

import dev.waybill.port.StorageException.StoreUnavailable;

/// What is known of the attempts of one call so far. One thread at a time.
final class Attempts {
    private int made;
    private boolean uncertain;

    /// Whether an earlier attempt may have done what was asked: its answer was lost.
    boolean isUncertain() {
        return uncertain;
    }

    /// How many were made.
    int made() {
        return made;
    }

    void begin() {
        made++;
    }

    void failed(StoreUnavailable failure) {
        uncertain |= failure.reason() == StoreUnavailable.Reason.OUTCOME_UNKNOWN;
    }
}
