package dev.waybill.domain.sync;

import dev.waybill.domain.transfer.GoesWhole;
import dev.waybill.port.Checksum;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StoreId;
import java.util.Optional;

/// What happens in a run, as it happens.
public sealed interface SyncEvent {
    /// An action was decided on. Of [SyncAction.Unchanged] nothing is told. A transfer or delete whose target
    /// turns out to have moved is told of again, as a [SyncAction.Conflict].
    ///
    /// @param action the action
    /// @param late whether it is a transfer that has to wait for the deletes, since something is in its way
    record Planned(SyncAction action, boolean late) implements SyncEvent {}

    /// Every action was decided on, unless the run was stopped; until now the totals were still growing.
    record PlanComplete() implements SyncEvent {}

    /// A listing met something that is not an object with a key.
    ///
    /// @param side which listing
    /// @param entry what
    record Skipped(SyncSide side, SkippedEntry entry) implements SyncEvent {}

    /// Bytes of an object arrived at the target.
    ///
    /// @param key which object
    /// @param bytes how many since the last event; negative where an attempt begins again
    record Moved(ObjectKey key, long bytes) implements SyncEvent {}

    /// The transfer of an object goes on where an earlier run left it.
    ///
    /// @param key which object
    /// @param parts how many of its parts the target has already
    /// @param bytes how many bytes those have
    record Resumed(ObjectKey key, int parts, long bytes) implements SyncEvent {}

    /// An earlier run had begun to transfer an object, but that cannot be gone on with.
    ///
    /// @param key which object
    /// @param why why not
    record BegunAnew(ObjectKey key, dev.waybill.domain.transfer.BegunAnew why) implements SyncEvent {}

    /// Parts of an object are the same as in the version that it replaces, and were copied at the target.
    ///
    /// @param key which object
    /// @param parts how many
    /// @param bytes how many bytes those have
    record Reused(ObjectKey key, int parts, long bytes) implements SyncEvent {}

    /// An object that replaces another moves whole, although parts of both may be the same.
    ///
    /// @param key which object
    /// @param why why
    record WentWhole(ObjectKey key, GoesWhole why) implements SyncEvent {}

    /// A planned transfer is to where its object has another name, since the target cannot hold its own.
    ///
    /// @param key which object
    /// @param name what it is called there
    record Renamed(ObjectKey key, ObjectKey name) implements SyncEvent {}

    /// A planned action was done.
    ///
    /// @param action the action
    /// @param checksum of the content moved, where there is one
    record Done(SyncAction action, Optional<Checksum> checksum) implements SyncEvent {}

    /// Something could not be compared or done, or is a [SyncAction.Refused].
    ///
    /// @param failure what and why
    record Failed(SyncFailure failure) implements SyncEvent {}

    /// A store lists out of order; its listing is sorted, and planning begins again. What was planned before
    /// and not done no longer counts.
    ///
    /// @param store which
    record Replanned(StoreId store) implements SyncEvent {}
}
