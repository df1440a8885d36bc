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
import java.util.Map;
import java.util.Optional;

/// An object that goes in parts, several at a time: ranges of the source become parts of an upload.
final class PartsTransfer {
    private final Transfer transfer;
    private final IObjectStorageAdapter target;
    private final TransferLimits limits;
    private final TransferPermits permits;
    private final long partBytes;
    private final Optional<PartsJournal> journal;

    /// @param journal where this transfer is written down; without one, what fails is given up
    PartsTransfer(
            Transfer transfer,
            TransferLimits limits,
            TransferPermits permits,
            long partBytes,
            Optional<PartsJournal> journal) {
        this.transfer = transfer;
        this.target = transfer.target();
        this.limits = limits;
        this.permits = permits;
        this.partBytes = partBytes;
        this.journal = journal;
    }

    TransferResult run() {
        SourceVersion version = version();
        var verification = Verification.ofParts(transfer, version.metadata());
        var condition = TargetCondition.ofCompletion(transfer);
        // Better refused before gigabytes have moved than after; the check that counts is the one at the end.
        condition.require();
        PutOptions options = transfer.putOptions(version.metadata()).withPrecondition(condition.forStore());
        var plain = UploadRequest.start(transfer.to(), options, partBytes);
        UploadRequest request = verification.demanded().map(plain::withChecksum).orElse(plain);
        Optional<PartDelta> delta = PartDelta.of(transfer, partBytes, journal);
        PartsJournal.Opened opened = open(request, version, verification);
        try (UploadSession session = opened.session()) {
            return moveAll(delta, session, opened.kept(), version, verification, condition);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // The caller's block closes it.
    private PartsJournal.Opened open(UploadRequest request, SourceVersion version, Verification verification) {
        if (journal.isEmpty()) {
            return new PartsJournal.Opened(target.openUpload(request), Map.of());
        }
        String fingerprint = UploadFingerprint.of(version, request, transfer.options(), verification.computed());
        long size = version.metadata().size();
        return journal.get()
                .open(
                        request,
                        version,
                        fingerprint,
                        number -> range(number, size).length());
    }

    /// Which bytes the part of a number is made of.
    private ByteRange.Span range(int number, long size) {
        long offset = (number - 1) * partBytes;
        return new ByteRange.Span(offset, Math.min(partBytes, size - offset));
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
            Optional<PartDelta> delta,
            UploadSession session,
            Map<Integer, MovedPart> kept,
            SourceVersion version,
            Verification verification,
            TargetCondition condition) {
        MovedPart[] moved;
        List<Checksum> hashed;
        ObjectMetadata stored;
        try {
            moved = moveParts(delta, session, kept, version, verification);
            delta.ifPresent(PartDelta::tell);
            hashed = combined(moved);
            verification.requireMoved(hashed);
            version.stat();
            condition.requireWhatStoreDoesNot();
            List<UploadedPart> parts = Arrays.stream(moved).map(MovedPart::part).toList();
            stored = session.complete(parts, verification.demand(hashed));
        } catch (RuntimeException | Error e) {
            failed(session, e);
            throw e;
        }
        journal.ifPresent(PartsJournal::completed);
        verification.requireStored(stored, hashed);
        journal.ifPresent(record -> record.keep(version, stored, partBytes, moved));
        long before =
                kept.values().stream().mapToLong(part -> part.part().size()).sum();
        long reused = delta.map(PartDelta::bytes).orElse(0L);
        long size = version.metadata().size();
        return new TransferResult(
                version.metadata(), stored, verification.whole(hashed), size - before - reused, moved.length);
    }

    private MovedPart[] moveParts(
            Optional<PartDelta> delta,
            UploadSession session,
            Map<Integer, MovedPart> kept,
            SourceVersion version,
            Verification verification) {
        long size = version.metadata().size();
        var moved = new MovedPart[Math.toIntExact(Math.ceilDiv(size, partBytes))];
        try (Tasks tasks = Tasks.failingFast(Math.min(moved.length, partsAtOnce()))) {
            for (int i = 0; i < moved.length; i++) {
                int index = i;
                MovedPart before = kept.get(index + 1);
                if (before != null) {
                    moved[index] = before;
                    continue;
                }
                tasks.submit(() -> moved[index] = movePart(delta, session, version, verification, index + 1));
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

    private MovedPart movePart(
            Optional<PartDelta> delta,
            UploadSession session,
            SourceVersion version,
            Verification verification,
            int number) {
        ByteRange.Span range = range(number, version.metadata().size());
        var moving = new MovingSource(
                version, range, verification.computed(), transfer.progress(), hashed -> {}, Optional.empty());
        return permits.with(range.length(), target.store(), transfer.to(), () -> {
            Optional<MovedPart> copied =
                    delta.flatMap(old -> old.copied(session, version, verification.computed(), number, range));
            MovedPart moved = copied.orElseGet(() -> {
                UploadedPart part = put(session, number, moving);
                return new MovedPart(part, moving.hashed());
            });
            requireTaken(moved, number, range, copied.isPresent() || moving.isComplete());
            // Written down before its slot is free: what a kill makes move again is one part a slot at most.
            journal.ifPresent(record -> record.moved(moved));
            return moved;
        });
    }

    private void requireTaken(MovedPart moved, int number, ByteRange.Span range, boolean complete) {
        boolean whole = complete && moved.part().size() == range.length();
        Optional<Checksum> other = moved.part()
                .checksum()
                .filter(said -> moved.hashed().stream()
                        .anyMatch(right -> right.algorithm() == said.algorithm() && !right.equals(said)));
        if (!whole || other.isPresent()) {
            throw new StorageException.CorruptContent(
                    target.store(),
                    transfer.to(),
                    "the store took part " + number + " as " + moved.part() + ", not as the " + range.length()
                            + " bytes " + moved.hashed(),
                    null);
        }
    }

    private static UploadedPart put(UploadSession session, int number, MovingSource moving) {
        try {
            return session.putPart(number, moving);
        } catch (StorageException e) {
            throw moving.explain(e);
        }
    }

    /// The checksums of the whole, from those of its parts.
    private static List<Checksum> combined(MovedPart[] moved) {
        var whole = new ArrayList<>(moved[0].hashed());
        for (int i = 1; i < moved.length; i++) {
            for (int j = 0; j < whole.size(); j++) {
                MovedPart next = moved[i];
                whole.set(
                        j,
                        ContentHasher.combine(
                                whole.get(j), next.hashed().get(j), next.part().size()));
            }
        }
        return whole;
    }

    private void failed(UploadSession session, Throwable reason) {
        if (journal.isPresent()) {
            journal.get().failed(session.id(), reason);
        } else {
            abort(session, reason);
        }
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
