package dev.waybill.domain.transfer;

import dev.waybill.port.Capabilities;
import dev.waybill.port.Capability;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import dev.waybill.port.UploadLimits;
import java.time.Clock;
import java.util.Optional;

/// Moves objects between any two stores: push, pull and copy are the same to it.
///
/// Any number of threads may call it; the limits hold for all of them together. What it moves is one version of
/// the source, whole and verified, or nothing: a reader of the target finds the old object or the new.
///
/// It never retries; the stores' layers do. It closes neither store.
public final class TransferEngine {
    private final TransferLimits limits;
    private final TransferPermits permits;
    private final Optional<Journalling> journalling;

    /// An engine that keeps within `limits`.
    public TransferEngine(TransferLimits limits) {
        this(limits, new TransferPermits(limits), Optional.empty());
    }

    /// An engine that keeps within `limits`, but for the number of slots, which is that of `slots`.
    public TransferEngine(TransferLimits limits, RequestSlots slots) {
        this(limits, new TransferPermits(limits, slots), Optional.empty());
    }

    private TransferEngine(TransferLimits limits, TransferPermits permits, Optional<Journalling> journalling) {
        this.limits = limits;
        this.permits = permits;
        this.journalling = journalling;
    }

    /// Where transfers are written down.
    private record Journalling(TransferJournal journal, Clock clock) {
        PartsJournal of(Transfer transfer) {
            return new PartsJournal(transfer, journal, clock);
        }
    }

    /// The same engine, within the same bounds together with this one, for which what goes in parts is written down in
    /// `journal`: it goes on with what is there, and leaves there what fails and can be gone on with.
    public TransferEngine journalling(TransferJournal journal, Clock clock) {
        return new TransferEngine(limits, permits, Optional.of(new Journalling(journal, clock)));
    }

    /// Writes the object `what` of `source` to `to` in `target`.
    ///
    /// - Within one store that can copy by itself, the store copies.
    /// - A large object goes in parts, several at a time, where the target offers that.
    /// - Everything else is one read that feeds one write.
    ///
    /// The time of the content and the media type go along, and so does user metadata if `options` say so, each as
    /// far as the target keeps it.
    ///
    /// An exception's [StorageException#store] and [StorageException#key] tell which side failed. A source that is
    /// gone is [StorageException.ObjectNotFound], one that is no longer `what`, also while it was read,
    /// [StorageException.PreconditionFailed], both with the source's store and key.
    ///
    /// @param what the version to move, as a listing or `stat` of `source` gave it
    /// @throws StorageException.PreconditionFailed if the options' precondition does not hold at the target, or the
    ///     source changed
    /// @throws StorageException.CorruptContent if bytes do not match a checksum; what was stored is removed
    /// @throws StorageException.Cancelled if the thread was interrupted; its interrupt flag is set
    /// @throws IllegalArgumentException if source and target are the same object
    public TransferResult copy(
            IObjectStorageAdapter source,
            ObjectMetadata what,
            IObjectStorageAdapter target,
            ObjectKey to,
            TransferOptions options,
            TransferProgress progress) {
        requireTwoObjects(source.store(), what.key(), target.store(), to);
        requireRoom(target, to, what.size());
        var transfer = new Transfer(source, what, target, to, options, progress);
        progress.started(what);
        TransferResult result = move(transfer);
        progress.finished(result);
        return result;
    }

    private TransferResult move(Transfer transfer) {
        if (transfer.staysInStore()) {
            return new StoreCopy(transfer, permits).run();
        }
        Optional<Long> partBytes = partBytes(transfer);
        return partBytes.isPresent()
                ? new PartsTransfer(transfer, limits, permits, partBytes.get(), journalling.map(to -> to.of(transfer)))
                        .run()
                : new WholeTransfer(transfer, limits, permits).run();
    }

    private Optional<Long> partBytes(Transfer transfer) {
        return partBytes(transfer.target().capabilities(), transfer.what().size());
    }

    /// The length of the parts in which an object of `size` bytes goes to a target that can do this, or empty if it
    /// goes in one piece.
    public Optional<Long> partBytes(Capabilities can, long size) {
        boolean fitsPut = size <= can.maxPutBytes();
        if (fitsPut && size <= limits.multipartThreshold()) {
            return Optional.empty();
        }
        Optional<Long> partBytes = can.uploadLimits().map(bounds -> partBytes(bounds, size));
        return fitsPut ? partBytes.filter(bytes -> bytes < size) : partBytes;
    }

    private long partBytes(UploadLimits bounds, long size) {
        long preferred = Math.min(limits.preferredPartBytes(), bounds.maxPartBytes());
        return bounds.partBytesFor(size, preferred);
    }

    private static void requireRoom(IObjectStorageAdapter target, ObjectKey to, long size) {
        Capabilities can = target.capabilities();
        long most = can.has(Capability.RESUMABLE_UPLOAD) ? can.maxObjectBytes() : can.maxPutBytes();
        if (size > most) {
            throw new StorageException.QuotaExceeded(
                    target.store(),
                    Optional.of(to),
                    "the object has " + size + " bytes, and the store takes at most " + most,
                    null);
        }
    }

    private static void requireTwoObjects(StoreId source, ObjectKey from, StoreId target, ObjectKey to) {
        boolean same = source.equals(target)
                ? from.equals(to)
                : source.scheme().equals(target.scheme())
                        && address(source, from).equals(address(target, to));
        if (same) {
            throw new IllegalArgumentException(
                    "cannot copy " + from + " in " + source + " onto itself (" + to + " in " + target + ")");
        }
    }

    /// Where an object is, however its store's root cuts the name in two.
    private static String address(StoreId store, ObjectKey key) {
        return store.location() + '/' + key;
    }
}
