package dev.waybill.domain.sync;

import dev.waybill.port.ObjectKey;
import java.util.Optional;

/// One thing that a plan asks for, on the condition that both sides are still as its action has them.
///
/// @param action a [SyncAction.Transfer], [SyncAction.Delete], [SyncAction.Adopt] or [SyncAction.Forget]
/// @param late whether it is a transfer that has to wait for the deletes, since something is in its way
/// @param as the name of what is transferred at the target, if that is another than its key
/// @param line where it stands in the plan that it was read from, from 1; 0 if it was not read
public record PlanStep(SyncAction action, boolean late, Optional<ObjectKey> as, long line) {
    /// @throws IllegalArgumentException if the action leaves everything as it is, or is late and no transfer
    public PlanStep {
        boolean isStep = switch (action) {
            case SyncAction.Transfer transfer -> true;
            case SyncAction.Delete delete -> true;
            case SyncAction.Adopt adopt -> true;
            case SyncAction.Forget forget -> true;
            case SyncAction.Conflict conflict -> false;
            case SyncAction.LeftAlone left -> false;
            case SyncAction.Unchanged unchanged -> false;
            case SyncAction.Refused refused -> false;
        };
        if (!isStep) {
            throw new IllegalArgumentException("not a step of a plan: " + action);
        }
        if (as.isPresent() && !(action instanceof SyncAction.Transfer)) {
            throw new IllegalArgumentException("only what is transferred gets a name: " + action);
        }
        if (late && !(action instanceof SyncAction.Transfer)) {
            throw new IllegalArgumentException("only a transfer waits for the deletes: " + action);
        }
    }
}
