package dev.waybill.domain.sync.undo;

import dev.waybill.domain.sync.RunItem;
import dev.waybill.domain.sync.RunStart;
import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncBaseChange;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncedObject;
import dev.waybill.domain.sync.SyncedVersion;
import dev.waybill.port.ObjectMetadata;
import java.util.Optional;

/// Puts the record of what was last synced right once an item is undone: as it was before the run, so that the next
/// push or pull decides as it would have then.
///
/// What is put back is a new version with the old content. Where the old one was the synced one, so is the new one;
/// else the record stays as it was before, and what is there shows as changed, as it did then.
///
/// @param base the record of the pair
/// @param undone the run that is undone
/// @param undo the run that undoes it
record BaseMending(SyncBase base, RunStart undone, RunStart undo) {

    /// What is to be noted of the item's key.
    ///
    /// @param now what is at the target
    SyncBaseChange change(RunItem item, Optional<ObjectMetadata> now) {
        return item.base()
                .<SyncBaseChange>map(before -> new SyncBaseChange.Noted(noted(item, before, now)))
                .orElseGet(() -> new SyncBaseChange.Forgotten(item.key()));
    }

    /// The same for an item that is as before already: only if the record is still what the run made of it, as after
    /// an undo that was cut off.
    Optional<SyncBaseChange> leftOver(RunItem item, Optional<ObjectMetadata> now) {
        Optional<SyncedObject> noted = base.entry(item.key());
        boolean byRun = noted.isEmpty()
                ? item.base().isPresent()
                : noted.get().run().equals(undone.name().value());
        return byRun ? Optional.of(change(item, now)) : Optional.empty();
    }

    /// When it was noted stays: what was too new then to be trusted is so still.
    private SyncedObject noted(RunItem item, SyncedObject before, Optional<ObjectMetadata> now) {
        boolean push = undone.direction() == SyncDirection.PUSH;
        SyncedVersion target = push ? before.remote() : before.local();
        boolean wasSynced = item.before()
                .filter(version -> version.size() == before.size() && version.isSynced(target))
                .isPresent();
        SyncedVersion mended = wasSynced ? now.map(SyncedVersion::of).orElse(target) : target;
        return new SyncedObject(
                before.key(),
                before.size(),
                push ? before.local() : mended,
                push ? mended : before.remote(),
                before.checksum(),
                before.syncedAt(),
                undo.name().value());
    }
}
