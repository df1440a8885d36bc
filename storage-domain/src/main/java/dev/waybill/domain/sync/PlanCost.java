package dev.waybill.domain.sync;

import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import java.util.Optional;

/// What applying a plan takes, if nothing moved meanwhile and no request has to be repeated. Deletes that a store
/// takes many of at once are counted one by one.
///
/// @param reads how often bytes of the source are asked for
/// @param sourceLookups how often the source is asked what is at a key
/// @param writes how often something is sent to the target
/// @param targetLookups how often the target is asked what is at a key
/// @param deletes how many objects the target is to delete
/// @param bytes how many bytes are moved
public record PlanCost(long reads, long sourceLookups, long writes, long targetLookups, long deletes, long bytes) {
    /// Nothing.
    public static final PlanCost NONE = new PlanCost(0, 0, 0, 0, 0, 0);

    /// Beside its parts, an upload is begun and completed.
    private static final int AROUND_PARTS = 2;

    /// The same and what `step` takes.
    PlanCost plus(PlanStep step, Capabilities target, TransferEngine engine) {
        return switch (step.action()) {
            case SyncAction.Transfer transfer -> {
                Optional<Long> part = engine.partBytes(target, transfer.size());
                long pieces = part.isEmpty() ? 1 : Math.ceilDiv(transfer.size(), part.get());
                long sent = part.isEmpty() ? 1 : pieces + AROUND_PARTS;
                boolean looks = !isConditional(target, transfer, part.isPresent());
                yield plus(new PlanCost(pieces, 0, sent, looks ? 1 : 0, 0, transfer.size()));
            }
            case SyncAction.Delete delete ->
                plus(new PlanCost(0, 1, 0, target.has(Capability.DELETE_IF_MATCH) ? 0 : 1, 1, 0));
            case SyncAction.Adopt adopt -> plus(new PlanCost(0, 1, 0, 1, 0, 0));
            case SyncAction.Forget forget -> plus(new PlanCost(0, 1, 0, 1, 0, 0));
            case SyncAction.Conflict conflict -> this;
            case SyncAction.LeftAlone left -> this;
            case SyncAction.Unchanged unchanged -> this;
            case SyncAction.Refused refused -> this;
        };
    }

    private static boolean isConditional(Capabilities target, SyncAction.Transfer transfer, boolean inParts) {
        if (inParts && !target.has(Capability.CONDITIONAL_COMPLETE)) {
            return false;
        }
        return target.has(transfer.target().isPresent() ? Capability.PUT_IF_MATCH : Capability.PUT_IF_ABSENT);
    }

    private PlanCost plus(PlanCost other) {
        return new PlanCost(
                reads + other.reads,
                sourceLookups + other.sourceLookups,
                writes + other.writes,
                targetLookups + other.targetLookups,
                deletes + other.deletes,
                bytes + other.bytes);
    }
}
