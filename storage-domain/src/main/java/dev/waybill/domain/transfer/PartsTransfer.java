package dev.waybill.domain.transfer;

import dev.waybill.port.ByteRange;
import dev.waybill.port.Capability;
import dev.waybill.port.Checksum;
import dev.waybill.port.ContentHasher;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.PutOptions;
import dev.waybill.port.StorageException;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// An object that goes in parts, several at a time: ranges of the source become parts of an upload.
final class PartsTransfer {
    private final Transfer transfer;
    private final IObjectStorageAdapter target;
    private final TransferLimits limits;
    private final TransferPermits permits;
    private final long partBytes;

    PartsTransfer(Transfer transfer, TransferLimits limits, TransferPermits permits, long partBytes) {
        this.transfer = transfer;
        this.target = transfer.target();
        this.limits = limits;
        this.permits = permits;
        this.partBytes = partBytes;
    }

    /// A part as the target has it, and the checksums of the bytes that went into it.
    private record Moved(UploadedPart part, List<Checksum> hashed) {}

    TransferResult run() {
        SourceVersion version = version();
        var verification = Verification.ofParts(transfer, version.metadata());
        var condition = TargetCondition.ofCompletion(transfer);
        // Better refused before gigabytes have moved than after; the check that counts is the one at the end.
        condition.require();
        PutOptions options = transfer.putOptions(version.metadata()).withPrecondition(condition.forStore());
        var plain = UploadRequest.start(transfer.to(), options, partBytes);
        UploadRequest request = verification.demanded().map(plain::withChecksum).orElse(plain);
        try (UploadSession session = target.openUpload(request)) {
            return moveAll(session, version, verification, condition);
        }
    }

    /// The version to move, with all that the parts need to know of it beforehand.
    private SourceVersion version() {
        var planned = new SourceVersion(transfer.source(), transfer.what());
        ObjectMetadata what = transfer.what();
        boolean lacksTime = what.contentModified().isEmpty()
                && transfer.options().contentModified().isEmpty()
                && target.capabilities().modifiedPrecision().isPresent();
        boolean lacksEntries = what.userMetadata().isEmpty()
                && transfer.options().keepUserMetadata()
                && target.capabilities().has(Capability.USER_METADATA);
        return what.etag().isEmpty()
                        || lacksTime
                        || lacksEntries
                        || what.checksums().isEmpty()
                ? planned.completedBy(planned.stat())
                : planned;
    }

    private TransferResult moveAll(
            UploadSession session, SourceVersion version, Verification verification, TargetCondition condition) {
        Moved[] moved;
        List<Checksum> hashed;
        ObjectMetadata stored;
        try {
            moved = moveParts(session, version, verification);
            hashed = combined(moved);
            verification.requireMoved(hashed);
            version.stat();
            condition.requireWhatStoreDoesNot();
            List<UploadedPart> parts = Arrays.stream(moved).map(Moved::part).toList();
            stored = session.complete(parts, verification.demand(hashed));
        } catch (RuntimeException | Error e) {
            abort(session, e);
            throw e;
        }
        verification.requireStored(stored, hashed);
        long size = version.metadata().size();
        return new TransferResult(version.metadata(), stored, verification.whole(hashed), size, moved.length);
    }

    private Moved[] moveParts(UploadSession session, SourceVersion version, Verification verification) {
        long size = version.metadata().size();
        var moved = new Moved[Math.toIntExact(Math.ceilDiv(size, partBytes))];
        try (Tasks tasks = Tasks.failingFast(Math.min(moved.length, partsAtOnce()))) {
            for (int i = 0; i < moved.length; i++) {
                int index = i;
                long offset = index * partBytes;
                var range = new ByteRange.Span(offset, Math.min(partBytes, size - offset));
                tasks.submit(() -> moved[index] = movePart(session, version, verification, index + 1, range));
            }
            tasks.join();
        } catch (InterruptedException e) {
            throw TransferPermits.cancelled(target.store(), transfer.to(), e);
        }
        return moved;
    }

    private int partsAtOnce() {
        return (int) Math.clamp(limits.bytesInFlight() / partBytes, 1L, (long) limits.requestSlots());
    }

    private Moved movePart(
            UploadSession session, SourceVersion version, Verification verification, int number, ByteRange.Span range) {
        var moving = new MovingSource(
                version, range, verification.computed(), transfer.progress(), hashed -> {}, Optional.empty());
        UploadedPart part =
                permits.with(range.length(), target.store(), transfer.to(), () -> put(session, number, moving));
        List<Checksum> hashed = moving.hashed();
        boolean whole = moving.isComplete() && part.size() == range.length();
        Optional<Checksum> other = part.checksum()
                .filter(said -> hashed.stream()
                        .anyMatch(right -> right.algorithm() == said.algorithm() && !right.equals(said)));
        if (!whole || other.isPresent()) {
            throw new StorageException.CorruptContent(
                    target.store(),
                    transfer.to(),
                    "the store took part " + number + " as " + part + ", not as the " + range.length() + " bytes "
                            + hashed,
                    null);
        }
        return new Moved(part, hashed);
    }

    private static UploadedPart put(UploadSession session, int number, MovingSource moving) {
        try {
            return session.putPart(number, moving);
        } catch (StorageException e) {
            throw moving.explain(e);
        }
    }

    /// The checksums of the whole, from those of its parts.
    private static List<Checksum> combined(Moved[] moved) {
        var whole = new ArrayList<>(moved[0].hashed());
        for (int i = 1; i < moved.length; i++) {
            for (int j = 0; j < whole.size(); j++) {
                Moved next = moved[i];
                whole.set(
                        j,
                        ContentHasher.combine(
                                whole.get(j), next.hashed().get(j), next.part().size()));
            }
        }
        return whole;
    }

    /// Gives the upload up, also on an interrupted thread; the interrupt is kept for later.
    private static void abort(UploadSession session, Throwable reason) {
        boolean interrupted = Thread.interrupted();
        try {
            session.abort();
        } catch (StorageException e) {
            reason.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
