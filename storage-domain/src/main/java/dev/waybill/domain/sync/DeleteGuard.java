package dev.waybill.domain.sync;

import java.util.OptionalLong;

/// What holds back deletes that look like an accident.
///
/// Without `force`, no delete of a run happens if nothing of what was synced is left at the source, if all of
/// the target's synced objects would go, or more than half of them (where these are at least [#SMALL]), or if
/// more than `maxDeletes` would.
///
/// @param maxDeletes the most that one run may delete; no bound of that kind otherwise
/// @param force whether to delete all the same
public record DeleteGuard(OptionalLong maxDeletes, boolean force) {
    /// From how many synced objects on the share of deletes counts.
    public static final int SMALL = 10;

    /// Half of what is synced, and no fixed number.
    public static final DeleteGuard DEFAULT = new DeleteGuard(OptionalLong.empty(), false);

    /// @throws IllegalArgumentException if `maxDeletes` is negative
    public DeleteGuard {
        if (maxDeletes.isPresent() && maxDeletes.getAsLong() < 0) {
            throw new IllegalArgumentException("maxDeletes must be 0 or more: " + maxDeletes.getAsLong());
        }
    }
}
