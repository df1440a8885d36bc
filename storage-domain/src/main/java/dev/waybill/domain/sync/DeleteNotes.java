package dev.waybill.domain.sync;

import dev.waybill.port.StorageException;
import java.util.Optional;
import java.util.function.Consumer;

/// What each delete of a run came to, told to all who have to know. Any number of threads may call it.
///
/// @param transfers knows what a failure means for the run
/// @param onMoved told of a delete that was not done since the target no longer has the listed version
record DeleteNotes(
        RunLedger ledger, Transfers transfers, Changes changes, BaseWriter base, Consumer<SyncAction.Delete> onMoved)
        implements Deletions.Outcome {
    @Override
    public boolean keeps() {
        return changes.keeps();
    }

    @Override
    public boolean begin(SyncAction.Delete delete) {
        try {
            changes.begin(delete);
            return true;
        } catch (StorageException e) {
            failed(delete, e);
            return false;
        }
    }

    @Override
    public void begun() {
        changes.sync();
    }

    @Override
    public void deleted(SyncAction.Delete delete) {
        changes.done(delete);
        base.forget(delete.key());
        ledger.done(delete, Optional.empty());
    }

    @Override
    public void failed(SyncAction.Delete delete, StorageException cause) {
        if (cause instanceof StorageException.PreconditionFailed) {
            onMoved.accept(delete);
        } else {
            transfers.failed(delete.key(), cause);
        }
    }

    @Override
    public boolean goesOn() {
        return ledger.goesOn();
    }
}
