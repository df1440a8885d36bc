package dev.waybill.domain.sync.undo;

import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.RunEntry;
import dev.waybill.domain.sync.RunHistory;
import dev.waybill.domain.sync.RunItem;
import dev.waybill.domain.sync.SyncBaseChange;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Takes back one run, item by item. To be run once.
final class UndoRun {
    private final IObjectStorageAdapter target;
    private final RunHistory history;
    private final RunEntry undone;
    private final List<RunEntry> earlier;
    private final UndoLedger ledger;
    private final ItemUndo items;
    private final BaseMending mending;
    private final Consumer<SyncBaseChange> baseChanges;
    private final boolean dryRun;

    /// @param target where the run wrote
    /// @param baseChanges takes what is to be noted as last synced
    UndoRun(
            IObjectStorageAdapter target,
            RunHistory history,
            RunEntry undone,
            UndoLedger ledger,
            ItemUndo items,
            BaseMending mending,
            Consumer<SyncBaseChange> baseChanges,
            boolean dryRun) {
        this.target = target;
        this.history = history;
        this.undone = undone;
        this.earlier = history.undosOf(undone.start().name());
        this.ledger = ledger;
        this.items = items;
        this.mending = mending;
        this.baseChanges = baseChanges;
        this.dryRun = dryRun;
    }

    /// What the run created goes first: a new file may be where a folder was.
    void run(int atOnce) {
        try (var tasks = Tasks.collecting(atOnce)) {
            forEach(UndoStep::isCreation, tasks);
            forEach(item -> !UndoStep.isCreation(item), tasks);
            tasks.failures().stream().findFirst().ifPresent(crash -> {
                throw crash;
            });
        } catch (InterruptedException e) {
            ledger.end(new RunEnd.Cancelled());
            Thread.currentThread().interrupt();
        }
    }

    private void forEach(Predicate<RunItem> wanted, Tasks tasks) throws InterruptedException {
        try (Stream<RunItem> all = history.items(undone.start().name())) {
            Iterator<RunItem> due =
                    all.filter(UndoStep::isChange).filter(wanted).iterator();
            while (ledger.goesOn() && tasks.failures().isEmpty() && due.hasNext()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                RunItem item = due.next();
                tasks.submit(() -> undo(item));
            }
        }
        tasks.join();
    }

    private void undo(RunItem item) {
        if (ledger.goesOn()) {
            items.attempt(item.key(), () -> {
                Optional<ObjectMetadata> now = now(item);
                take(
                        item,
                        now,
                        UndoStep.of(
                                item, now, lastUndo(item), target.capabilities().modifiedPrecision()));
            });
        }
    }

    /// Below a file nothing is; a dry run leaves the file there that would be gone by now.
    private Optional<ObjectMetadata> now(RunItem item) {
        try {
            return target.stat(item.key());
        } catch (StorageException.KeyRejected e) {
            if (dryRun) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<RunItem> lastUndo(RunItem item) {
        return earlier.stream()
                .flatMap(run -> history.item(run.start().name(), item.key()).stream())
                .findFirst();
    }

    private void take(RunItem item, Optional<ObjectMetadata> now, UndoStep step) {
        switch (step) {
            case UndoStep.Nothing nothing -> {}
            case UndoStep.AsBefore asBefore -> {
                ledger.tell(new UndoEvent.AsBefore(item.key()));
                if (!dryRun) {
                    mending.leftOver(item, now).ifPresent(baseChanges);
                }
            }
            case UndoStep.Refused refused -> ledger.tell(new UndoEvent.Refused(item.key(), refused.why()));
            case UndoStep.Remove remove -> remove(item, remove.current());
            case UndoStep.Restore restore -> restore(item, restore.current());
        }
    }

    private void remove(RunItem item, ObjectMetadata current) {
        if (dryRun) {
            ledger.tell(new UndoEvent.Removed(item.key(), current.size()));
            return;
        }
        items.remove(current);
        baseChanges.accept(mending.change(item, Optional.empty()));
    }

    private void restore(RunItem item, Optional<ObjectMetadata> current) {
        if (dryRun) {
            Optional<ObjectMetadata> kept = item.kept().flatMap(target::stat);
            ledger.tell(ItemUndo.refusal(item, kept)
                    .<UndoEvent>map(why -> new UndoEvent.Refused(item.key(), why))
                    .orElseGet(() -> new UndoEvent.Restored(
                            item.key(), kept.orElseThrow().size())));
            return;
        }
        Optional<ObjectMetadata> stored = items.restore(item, current);
        if (stored.isPresent()) {
            baseChanges.accept(mending.change(item, stored));
        }
    }
}
