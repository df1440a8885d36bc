package dev.waybill.domain.transfer;

import dev.waybill.port.Capability;
import dev.waybill.port.Etag;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException;
import java.util.Optional;

/// The condition on what is at the target's key, and who checks it: the store in the step that writes, or, where
/// the store cannot, a `stat` just before it.
///
/// @param transfer what is moved
/// @param byStore whether the store checks
record TargetCondition(Transfer transfer, boolean byStore) {

    /// For a put.
    static TargetCondition ofPut(Transfer transfer) {
        return new TargetCondition(transfer, offeredByPut(transfer));
    }

    /// For the end of an upload in parts.
    static TargetCondition ofCompletion(Transfer transfer) {
        return ofPutAnd(Capability.CONDITIONAL_COMPLETE, transfer);
    }

    /// For a copy within the store.
    static TargetCondition ofCopy(Transfer transfer) {
        return ofPutAnd(Capability.CONDITIONAL_COPY, transfer);
    }

    private static TargetCondition ofPutAnd(Capability needed, Transfer transfer) {
        boolean unconditional = transfer.options().precondition() instanceof Precondition.None;
        boolean offered = transfer.target().capabilities().has(needed);
        return new TargetCondition(transfer, unconditional || (offered && offeredByPut(transfer)));
    }

    private static boolean offeredByPut(Transfer transfer) {
        var can = transfer.target().capabilities();
        return switch (transfer.options().precondition()) {
            case Precondition.None none -> true;
            case Precondition.Absent absent -> can.has(Capability.PUT_IF_ABSENT);
            case Precondition.Matches matches -> can.has(Capability.PUT_IF_MATCH);
        };
    }

    /// What the store is asked to check.
    Precondition forStore() {
        return byStore ? transfer.options().precondition() : Precondition.NONE;
    }

    /// Checks what the store will not.
    void requireWhatStoreDoesNot() {
        if (!byStore) {
            require();
        }
    }

    /// Checks it now, by a `stat` where there is a condition at all.
    ///
    /// @throws StorageException.PreconditionFailed if it does not hold
    void require() {
        switch (transfer.options().precondition()) {
            case Precondition.None none -> {}
            case Precondition.Absent absent -> require(now().isEmpty(), "absent");
            case Precondition.Matches(Etag etag) ->
                require(now().flatMap(ObjectMetadata::etag).equals(Optional.of(etag)), "version " + etag);
        }
    }

    private Optional<ObjectMetadata> now() {
        return transfer.target().stat(transfer.to());
    }

    private void require(boolean holds, String condition) {
        if (!holds) {
            throw new StorageException.PreconditionFailed(transfer.target().store(), transfer.to(), condition, null);
        }
    }
}
