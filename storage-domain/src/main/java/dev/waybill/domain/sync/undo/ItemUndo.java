package dev.waybill.domain.sync.undo;

import dev.waybill.domain.sync.Breaker;
import dev.waybill.domain.sync.FailureKind;
import dev.waybill.domain.sync.ItemLog;
import dev.waybill.domain.sync.ItemVersion;
import dev.waybill.domain.sync.ListedVersion;
import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.RunItem;
import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncFailure;
import dev.waybill.domain.sync.trash.Trash;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.domain.transfer.TransferOptions;
import dev.waybill.domain.transfer.TransferProgress;
import dev.waybill.port.Capability;
import dev.waybill.port.DeleteOptions;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.util.Optional;

/// Makes the changes that undo an item: what they replace is kept first, and that it is kept is noted before anything
/// is changed. Any number of threads may call it.
final class ItemUndo {
    private final IObjectStorageAdapter target;
    private final TransferEngine engine;
    private final Trash trash;
    private final ItemLog log;
    private final SyncBase base;
    private final UndoLedger ledger;
    private final Breaker breaker;

    /// @param target where the run wrote
    /// @param trash where what is there now is kept, so that undoing can be undone
    /// @param breaker knows after which failures going on makes no sense
    ItemUndo(
            IObjectStorageAdapter target,
            TransferEngine engine,
            Trash trash,
            ItemLog log,
            SyncBase base,
            UndoLedger ledger,
            Breaker breaker) {
        this.target = target;
        this.engine = engine;
        this.trash = trash;
        this.log = log;
        this.base = base;
        this.ledger = ledger;
        this.breaker = breaker;
    }

    /// A change that throws what is told of here.
    interface Change {
        void make();
    }

    /// Makes `change`, which is about `key`; what it throws is told.
    void attempt(ObjectKey key, Change change) {
        try {
            change.make();
            breaker.succeeded();
        } catch (StorageException.Cancelled e) {
            ledger.end(new RunEnd.Cancelled());
        } catch (StorageException.PreconditionFailed e) {
            refuse(key, Refusal.CHANGED_SINCE, e);
        } catch (StorageException.KeyRejected e) {
            refuse(key, Refusal.IN_THE_WAY, e);
        } catch (StorageException e) {
            log.take(key).ifPresent(begun -> log.add(begun.failed(RunItem.Problem.of(e))));
            boolean stops = breaker.stopsAfter(e);
            ledger.tell(new UndoEvent.Failed(new SyncFailure(key, e, FailureKind.of(e, stops))));
            if (stops) {
                ledger.end(new RunEnd.Stopped(e));
            }
        }
    }

    private void refuse(ObjectKey key, Refusal why, StorageException cause) {
        log.take(key).ifPresent(begun -> log.add(begun.refused(RunItem.Problem.of(cause))));
        ledger.tell(new UndoEvent.Refused(key, why));
    }

    /// Puts back what was kept of `item`.
    ///
    /// @param current what it replaces
    /// @return what is there now; empty if it was refused
    Optional<ObjectMetadata> restore(RunItem item, Optional<ObjectMetadata> current) {
        Optional<ObjectMetadata> kept = item.kept().flatMap(target::stat);
        Optional<Refusal> refusal = refusal(item, kept);
        if (refusal.isPresent()) {
            ledger.tell(new UndoEvent.Refused(item.key(), refusal.get()));
            return Optional.empty();
        }
        ObjectMetadata copy = kept.orElseThrow();
        begin(item.key(), RunItem.Action.TRANSFER, current, Optional.of(ItemVersion.of(copy)));
        ListedVersion.requireWithoutToken(target, item.key(), current);
        var options = TransferOptions.DEFAULT.withPrecondition(ListedVersion.condition(current));
        ObjectMetadata stored = engine.copy(target, copy, target, item.key(), options, TransferProgress.NONE)
                .stored();
        done(item.key(), Optional.of(stored));
        ledger.tell(new UndoEvent.Restored(item.key(), stored.size()));
        return Optional.of(stored);
    }

    /// What speaks against putting back what lies in the trash.
    static Optional<Refusal> refusal(RunItem item, Optional<ObjectMetadata> kept) {
        if (kept.isEmpty()) {
            return Optional.of(Refusal.KEPT_GONE);
        }
        ItemVersion before = item.before().orElseThrow();
        boolean same = before.size() == kept.get().size()
                && before.checksum()
                        .flatMap(right -> kept.get().checksum(right.algorithm()).map(right::equals))
                        .orElse(true);
        return same ? Optional.empty() : Optional.of(Refusal.KEPT_CHANGED);
    }

    /// Takes away `current`.
    void remove(ObjectMetadata current) {
        ObjectKey key = current.key();
        begin(key, RunItem.Action.DELETE, Optional.of(current), Optional.empty());
        if (current.etag().isPresent() && target.capabilities().has(Capability.DELETE_IF_MATCH)) {
            target.delete(key, DeleteOptions.ifMatch(current.etag().get()));
        } else {
            ListedVersion.require(target, key, current);
            target.delete(key, DeleteOptions.ANY);
        }
        done(key, Optional.empty());
        ledger.tell(new UndoEvent.Removed(key, current.size()));
    }

    private void begin(
            ObjectKey key, RunItem.Action action, Optional<ObjectMetadata> current, Optional<ItemVersion> after) {
        var item = RunItem.begun(key, action, Optional.empty(), current.map(ItemVersion::of), after, base.entry(key));
        log.begin(item);
        if (current.isPresent()) {
            log.begin(item.withKept(trash.keep(current.get())));
            log.sync();
        }
    }

    private void done(ObjectKey key, Optional<ObjectMetadata> stored) {
        log.take(key).ifPresent(begun -> log.add(begun.done(stored.map(ItemVersion::of))));
    }
}
