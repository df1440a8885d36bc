package dev.waybill.domain.transfer;

import dev.waybill.port.ByteRange;
import dev.waybill.port.Capability;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.Etag;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Which parts of a new version the target has already, as parts of the version that is replaced. Any number of
/// threads.
///
/// The part of the source is read, and compared with what was noted of the target's part: worth it where reading costs
/// no
/// request, which is in a folder. The target copies out of the very version that the transfer is to replace, and ends
/// only if that still is there, so parts of no other version get in.
final class PartDelta {
    private static final String FOLDER_SCHEME = "file";

    private final Transfer transfer;
    private final Etag replaced;
    private final PartSums sums;
    private final AtomicInteger parts = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicBoolean refused = new AtomicBoolean();

    private PartDelta(Transfer transfer, Etag replaced, PartSums sums) {
        this.transfer = transfer;
        this.replaced = replaced;
        this.sums = sums;
    }

    /// That of `transfer`, if there can be one; tells its listener if it replaces something and there can be none.
    static Optional<PartDelta> of(Transfer transfer, long partBytes, Optional<PartsJournal> journal) {
        boolean isReadHere = transfer.source().store().scheme().equals(FOLDER_SCHEME);
        if (!isReadHere || journal.isEmpty()) {
            return Optional.empty();
        }
        return switch (transfer.options().precondition()) {
            case Precondition.Matches(Etag replaced) -> of(transfer, replaced, partBytes, journal.get());
            // What replaces a version without a token is on no condition; what is new asks for none to be there.
            case Precondition.None none -> whole(transfer, GoesWhole.NO_VERSIONS);
            case Precondition.Absent absent -> Optional.empty();
        };
    }

    private static Optional<PartDelta> of(Transfer transfer, Etag replaced, long partBytes, PartsJournal journal) {
        if (!transfer.target().capabilities().has(Capability.COPY_PART)) {
            return whole(transfer, GoesWhole.NOT_OFFERED);
        }
        Optional<PartSums> known = journal.sums().filter(sums -> sums.version().equals(replaced));
        if (known.isEmpty()) {
            return whole(transfer, GoesWhole.NOT_KNOWN);
        }
        return known.get().partBytes() == partBytes
                ? Optional.of(new PartDelta(transfer, replaced, known.get()))
                : whole(transfer, GoesWhole.OTHER_PARTS);
    }

    private static Optional<PartDelta> whole(Transfer transfer, GoesWhole why) {
        transfer.progress().goesWhole(why);
        return Optional.empty();
    }

    /// The part of this number, copied at the target, if it has it.
    ///
    /// @param computed what is hashed of every part
    /// @throws StorageException.PreconditionFailed if the target has another version now, or the source
    Optional<MovedPart> copied(
            UploadSession session,
            SourceVersion version,
            Set<ChecksumAlgorithm> computed,
            int number,
            ByteRange.Span range) {
        Optional<Checksum> known = refused.get() ? Optional.empty() : sums.of(number, range.length());
        if (known.isEmpty()) {
            return Optional.empty();
        }
        var algorithms = EnumSet.of(sums.algorithm());
        algorithms.addAll(computed);
        List<Checksum> hashed = hash(version, range, algorithms);
        if (!hashed.contains(known.get())) {
            return Optional.empty();
        }
        Optional<UploadedPart> copied = copy(session, number, range);
        copied.ifPresent(part -> {
            parts.incrementAndGet();
            bytes.addAndGet(part.size());
        });
        return copied.map(part -> new MovedPart(
                part,
                hashed.stream()
                        .filter(sum -> computed.contains(sum.algorithm()))
                        .toList()));
    }

    private Optional<UploadedPart> copy(UploadSession session, int number, ByteRange.Span range) {
        try {
            return Optional.of(session.copyPart(number, transfer.to(), range, replaced));
        } catch (StorageException.ObjectNotFound e) {
            throw new StorageException.PreconditionFailed(
                    transfer.target().store(), transfer.to(), "version " + replaced, e);
        } catch (StorageException.NotSupported | StorageException.StoreFailure e) {
            if (refused.compareAndSet(false, true)) {
                transfer.progress().goesWhole(GoesWhole.REFUSED);
            }
            return Optional.empty();
        }
    }

    private static List<Checksum> hash(SourceVersion version, ByteRange.Span range, Set<ChecksumAlgorithm> algorithms) {
        var reading =
                new MovingSource(version, range, algorithms, TransferProgress.NONE, hashed -> {}, Optional.empty());
        try (InputStream in = reading.open()) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw version.failure(e);
        }
        return reading.hashed();
    }

    /// How many bytes of all parts the target had.
    long bytes() {
        return bytes.get();
    }

    /// Tells the listener how much need not move, once all parts are there.
    void tell() {
        if (parts.get() > 0) {
            transfer.progress().reused(parts.get(), bytes.get());
        }
    }
}
