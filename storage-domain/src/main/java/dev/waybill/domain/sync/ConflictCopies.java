package dev.waybill.domain.sync;

import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.domain.transfer.TransferOptions;
import dev.waybill.domain.transfer.TransferProgress;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException;
import java.util.Optional;

/// Puts the local version of a conflict under another name, beside the one it has. Any number of threads may call it.
final class ConflictCopies {
    private static final int MOST_NAMES = 100;

    private final IObjectStorageAdapter local;
    private final IObjectStorageAdapter remote;
    private final TransferEngine engine;
    private final ConflictNames names;
    private final StoreContents contents;
    private final Changes changes;

    /// @param contents of the two sides
    /// @param changes has what is written at the local side noted
    ConflictCopies(
            IObjectStorageAdapter local,
            IObjectStorageAdapter remote,
            TransferEngine engine,
            ConflictNames names,
            StoreContents contents,
            Changes changes) {
        this.local = local;
        this.remote = remote;
        this.engine = engine;
        this.names = names;
        this.contents = contents;
        this.changes = changes;
    }

    /// A copy of a version.
    ///
    /// @param local the copy, at its name
    /// @param made whether it was made now, and not by a run that was broken off
    /// @param isRemote whether the remote side has it too
    record Copy(ObjectMetadata local, boolean made, boolean isRemote) {}

    /// The name under which `version` would be kept; empty if one side cannot hold it under that.
    Optional<ObjectKey> name(ObjectMetadata version) {
        boolean fits = version.size() <= remote.capabilities().maxObjectBytes();
        return fits ? name(version, 1) : Optional.empty();
    }

    private Optional<ObjectKey> name(ObjectMetadata version, int number) {
        int longest = Math.min(
                local.capabilities().maxKeyBytes(), remote.capabilities().maxKeyBytes());
        return names.of(version, number, longest)
                .filter(name -> TargetFit.canHold(local.capabilities(), name)
                        && TargetFit.canHold(remote.capabilities(), name));
    }

    /// Copies `version` to a name of its own on the local side, or finds the copy that an earlier run made. When this
    /// returns, the content is there under that name and may be replaced where it was.
    ///
    /// @throws StorageException if that cannot be done, or what is there is no longer `version`
    Copy make(ObjectMetadata version) {
        for (int number = 1; number <= MOST_NAMES; number++) {
            Optional<ObjectKey> name = name(version, number);
            Optional<Copy> copy = name.isPresent() ? at(name.get(), version) : Optional.empty();
            if (copy.isPresent()) {
                return copy.get();
            }
        }
        throw new StorageException.KeyRejected(
                local.store(), version.key(), "no name is left for the version that is to be kept", null);
    }

    private Optional<Copy> at(ObjectKey name, ObjectMetadata version) {
        Optional<ObjectMetadata> here = local.stat(name);
        Optional<ObjectMetadata> there = remote.stat(name);
        if (here.isEmpty()) {
            return there.isEmpty() ? copy(version, name) : Optional.empty();
        }
        boolean isOurs = contents.areAlikeLocally(version, here.get())
                && (there.isEmpty() || contents.areAlike(here.get(), there.get()));
        return isOurs ? Optional.of(new Copy(here.get(), false, there.isPresent())) : Optional.empty();
    }

    private Optional<Copy> copy(ObjectMetadata version, ObjectKey name) {
        var options = TransferOptions.DEFAULT.withPrecondition(Precondition.ABSENT);
        var transfer = new SyncAction.Transfer(Reason.LOCAL_RENAMED, version.withKey(name), Optional.empty());
        try {
            changes.begin(transfer, changes.synced(name));
            var result = engine.copy(local, version, local, name, options, TransferProgress.NONE);
            changes.done(transfer, result.stored(), result.whole());
            return Optional.of(new Copy(result.stored(), true, false));
        } catch (StorageException.PreconditionFailed e) {
            if (e.key().filter(name::equals).isPresent()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
