package dev.waybill.domain.service;

import dev.waybill.port.DeleteResult;
import java.util.List;

/// How the deletion of a whole prefix ended.
///
/// @param deleted how many objects were removed
/// @param failures what could not be removed; the first [#MOST_FAILURES] of them
/// @param failed how many could not be removed
public record PrefixDeletion(long deleted, List<DeleteResult.Failed> failures, long failed) {
    /// How many failures are kept one by one.
    public static final int MOST_FAILURES = 1000;

    public PrefixDeletion {
        failures = List.copyOf(failures);
    }

    /// Whether nothing is left of what was there.
    public boolean isComplete() {
        return failed == 0;
    }
}
