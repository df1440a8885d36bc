package dev.waybill.domain.sync.undo;

import dev.waybill.domain.sync.SyncFailure;
import dev.waybill.port.ObjectKey;

/// What happens about one item while a run is undone, or in a dry run would.
public sealed interface UndoEvent {
    /// What was there before is there again.
    record Restored(ObjectKey key, long size) implements UndoEvent {}

    /// What the run put there is gone.
    record Removed(ObjectKey key, long size) implements UndoEvent {}

    /// It was as before already.
    record AsBefore(ObjectKey key) implements UndoEvent {}

    /// It stays as it is.
    record Refused(ObjectKey key, Refusal why) implements UndoEvent {}

    /// It could not be done.
    record Failed(SyncFailure failure) implements UndoEvent {}
}
