package dev.waybill.domain.sync;

import dev.waybill.port.SkippedEntry;
import java.util.Map;

/// What a plan comes to, for whoever is to judge it.
///
/// @param decided what was decided on, by reason, with what stays as it is
/// @param conflicts how many objects changed on both sides, or have something in their way
/// @param collisions how many objects have a name that the target takes for that of another, failed or left out
/// @param renamed how many of the transfers are to another name at the target
/// @param skipped what the source's listing met that is not an object with a key, by reason
/// @param skippedAtTarget the same of the target's listing
/// @param cost what applying it takes
public record PlanTotals(
        Map<Reason, Tally> decided,
        long conflicts,
        long collisions,
        long renamed,
        Map<SkippedEntry.Reason, Long> skipped,
        Map<SkippedEntry.Reason, Long> skippedAtTarget,
        PlanCost cost) {

    /// Copies what it is given.
    public PlanTotals {
        decided = Map.copyOf(decided);
        skipped = Map.copyOf(skipped);
        skippedAtTarget = Map.copyOf(skippedAtTarget);
    }
}
