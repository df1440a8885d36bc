package dev.waybill.cli.sync;

import dev.waybill.domain.layer.LimitOptions;
import dev.waybill.domain.transfer.TransferLimits;

/// How fast a run may be.
///
/// @param transfers how much at a time; if the number of slots is chosen, with how many to begin
/// @param chosen whether the number of slots is chosen by what they come to, or pinned
/// @param remote the bounds kept towards the remote
public record Speed(TransferLimits transfers, boolean chosen, LimitOptions remote) {
    /// With exactly so much at a time, and no bounds.
    public static Speed pinned(TransferLimits limits) {
        return new Speed(limits, false, LimitOptions.NONE);
    }
}
