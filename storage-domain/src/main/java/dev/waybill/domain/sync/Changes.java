package dev.waybill.domain.sync;

import dev.waybill.domain.sync.trash.Trash;
import dev.waybill.port.Checksum;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import java.time.Clock;
import java.util.Optional;

/// Sees to it that what a run changes at the target can be told of, and undone where that was asked for: what is
/// replaced or deleted is kept first, and that it is kept is noted before anything is changed. Any number of threads
/// may call it.
///
/// What a crash leaves: before the copy is whole the target is as it was; after, the version is in the trash, noted or
/// not, until the trash is expired.
final class Changes implements SyncListener {
    private final Optional<Trash> trash;
    private final ItemLog items;
    private final SyncBase base;
    private final SyncListener listener;

    /// @param trash where to keep what is replaced or deleted, if that is asked for
    /// @param listener told of everything, once it was noted
    Changes(Optional<Trash> trash, ItemLog items, SyncBase base, SyncListener listener) {
        this.trash = trash;
        this.items = items;
        this.base = base;
        this.listener = listener;
    }

    /// For a run that changes nothing.
    static Changes none(SyncBase base, Clock clock, SyncListener listener) {
        return new Changes(Optional.empty(), new ItemLog(NoHistory.NONE, clock), base, listener);
    }

    /// Whether something has to be done before a change is made.
    boolean keeps() {
        return trash.isPresent();
    }

    /// What is noted of the last sync of `key`, for who has not read it.
    Optional<SyncedObject> synced(ObjectKey key) {
        return base.entry(key);
    }

    /// Before the transfer writes anything: keeps what it replaces.
    ///
    /// @param synced what is noted of the last sync
    /// @throws dev.waybill.port.StorageException if that cannot be kept, or is no longer what was listed
    void begin(SyncAction.Transfer transfer, Optional<SyncedObject> synced) {
        RunItem item = item(transfer, synced);
        items.begin(item);
        if (trash.isPresent() && transfer.target().isPresent()) {
            items.begin(item.withKept(trash.get().keep(transfer.target().get())));
            items.sync();
        }
    }

    /// Before a delete: keeps what it removes. To be followed by [#sync], once for any number of them.
    ///
    /// @throws dev.waybill.port.StorageException if that cannot be kept, or is no longer what was listed
    void begin(SyncAction.Delete delete) {
        RunItem item = item(delete);
        items.begin(item);
        trash.ifPresent(place -> items.begin(item.withKept(place.keep(delete.target()))));
    }

    /// Makes lasting what was begun.
    void sync() {
        items.sync();
    }

    /// The transfer was made.
    ///
    /// @param stored what is at the target now
    void done(SyncAction.Transfer transfer, ObjectMetadata stored, Optional<Checksum> checksum) {
        RunItem begun = items.take(transfer.key()).orElseGet(() -> item(transfer, synced(transfer.key())));
        items.add(begun.done(Optional.of(ItemVersion.of(stored).withChecksum(checksum))));
    }

    /// The delete was made.
    void done(SyncAction.Delete delete) {
        items.add(items.take(delete.key()).orElseGet(() -> item(delete)).done(Optional.empty()));
    }

    private static RunItem item(SyncAction.Transfer transfer, Optional<SyncedObject> synced) {
        return RunItem.begun(
                transfer.key(),
                RunItem.Action.TRANSFER,
                Optional.of(transfer.reason()),
                transfer.target().map(ItemVersion::of),
                Optional.of(ItemVersion.intended(transfer.source())),
                synced);
    }

    private RunItem item(SyncAction.Delete delete) {
        return RunItem.begun(
                delete.key(),
                RunItem.Action.DELETE,
                Optional.of(delete.reason()),
                Optional.of(ItemVersion.of(delete.target())),
                Optional.empty(),
                synced(delete.key()));
    }

    @Override
    public void on(SyncEvent event) {
        switch (event) {
            case SyncEvent.Planned(SyncAction.Conflict conflict, var late) ->
                items.add(begun(conflict.key(), RunItem.Result.CONFLICT).conflicting(conflict.reason()));
            case SyncEvent.Failed(SyncFailure(ObjectKey key, var cause, var kind)) ->
                items.add(begun(key, RunItem.Result.FAILED).failed(RunItem.Problem.of(cause)));
            case SyncEvent.Done(SyncAction.Adopt adopt, var checksum) ->
                items.add(RunItem.told(
                        adopt.key(), RunItem.Action.ADOPT, RunItem.Result.DONE, Optional.of(adopt.reason())));
            case SyncEvent.Done(SyncAction.Forget forget, var checksum) ->
                items.add(RunItem.told(
                        forget.key(), RunItem.Action.FORGET, RunItem.Result.DONE, Optional.of(forget.reason())));
            // Done before: what was begun is not to be told of.
            case SyncEvent.Done(SyncAction.Unchanged unchanged, var checksum) -> items.take(unchanged.key());
            case SyncEvent.Done done -> {}
            case SyncEvent.Planned planned -> {}
            case SyncEvent.PlanComplete complete -> {}
            case SyncEvent.Skipped skipped -> {}
            case SyncEvent.Moved moved -> {}
            case SyncEvent.Replanned replanned -> {}
            case SyncEvent.BegunAnew begunAnew -> {}
            case SyncEvent.Reused reused -> {}
            case SyncEvent.WentWhole whole -> {}
            case SyncEvent.Renamed renamed -> {}
            case SyncEvent.Resumed resumed -> {}
        }
        listener.on(event);
    }

    private RunItem begun(ObjectKey key, RunItem.Result result) {
        return items.take(key).orElseGet(() -> RunItem.told(key, RunItem.Action.NONE, result, Optional.empty()));
    }
}
