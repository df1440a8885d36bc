package dev.waybill.domain.transfer;

import com.google.errorprone.annotations.MustBeClosed;
import dev.waybill.port.Checksum;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadRequest;
import dev.waybill.port.UploadSession;
import dev.waybill.port.UploadedPart;
import dev.waybill.port.WriteId;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;

/// One transfer's dealings with the journal: what of it was moved before, and what becomes of it if it fails. One
/// thread, but for [#moved], which any number may call.
final class PartsJournal {
    private final Transfer transfer;
    private final TransferJournal journal;
    private final Clock clock;
    private final TransferRoute route;

    PartsJournal(Transfer transfer, TransferJournal journal, Clock clock) {
        this.transfer = transfer;
        this.journal = journal;
        this.clock = clock;
        this.route = new TransferRoute(
                transfer.source().store(),
                transfer.what().key(),
                transfer.target().store(),
                transfer.to());
    }

    /// An upload under way.
    ///
    /// @param session to be closed by who opened it
    /// @param kept the parts that it holds already, by number
    record Opened(UploadSession session, Map<Integer, MovedPart> kept) {}

    /// Opens the upload of `request`: the one that was begun before, if it still is what is wanted, else a new one.
    ///
    /// @param fingerprint of the version and of everything in the request but its token
    /// @param lengths how long the part of a number is to be
    @SuppressWarnings("MustBeClosedChecker") // Given away open, for the caller to close.
    Opened open(UploadRequest request, SourceVersion version, String fingerprint, IntToLongFunction lengths) {
        Optional<UnfinishedTransfer> before = journal.find(route);
        if (before.isPresent()) {
            boolean same = before.get().fingerprint().equals(fingerprint)
                    && !version.isRacy(before.get().begun());
            Optional<Opened> resumed =
                    same ? resume(before.get(), request, lengths) : replace(before.get(), BegunAnew.CHANGED);
            if (resumed.isPresent()) {
                return resumed.get();
            }
        }
        return new Opened(start(request, version, fingerprint), Map.of());
    }

    @SuppressWarnings("MustBeClosedChecker") // Given away open, or closed here.
    private Optional<Opened> resume(UnfinishedTransfer before, UploadRequest request, IntToLongFunction lengths) {
        if (before.upload().isEmpty()) {
            journal.lose(route, clock.instant());
            return Optional.empty();
        }
        UploadSession session = null;
        boolean resumed = false;
        try {
            session = transfer.target()
                    .openUpload(withToken(request, before.writeId())
                            .resuming(before.upload().get()));
            Map<Integer, MovedPart> kept = kept(before, session, lengths);
            transfer.progress()
                    .resumed(
                            kept.size(),
                            kept.values().stream()
                                    .mapToLong(moved -> moved.part().size())
                                    .sum());
            resumed = true;
            return Optional.of(new Opened(session, kept));
        } catch (StorageException.UploadNotFound e) {
            journal.end(route);
            transfer.progress().begunAnew(BegunAnew.UPLOAD_GONE);
            return Optional.empty();
        } catch (StorageException.AccessDenied e) {
            // Who may write here need not be allowed to see what was written before.
            return replace(before, BegunAnew.NOT_ALLOWED);
        } finally {
            if (!resumed && session != null) {
                session.close();
            }
        }
    }

    private static UploadRequest withToken(UploadRequest request, Optional<WriteId> token) {
        var options = token.map(request.options()::withWriteId).orElse(request.options());
        return new UploadRequest(request.key(), options, request.partBytes(), request.checksum(), request.resume());
    }

    /// The parts that both the journal and the target have, and that are the same in both.
    private static Map<Integer, MovedPart> kept(
            UnfinishedTransfer before, UploadSession session, IntToLongFunction lengths) {
        var held = new HashMap<Integer, UploadedPart>();
        session.parts().forEach(part -> held.put(part.number(), part));
        var kept = new HashMap<Integer, MovedPart>();
        for (MovedPart moved : before.parts()) {
            UploadedPart noted = moved.part();
            UploadedPart there = held.get(noted.number());
            boolean same = there != null
                    && there.size() == lengths.applyAsLong(noted.number())
                    && there.size() == noted.size()
                    && there.etag().equals(noted.etag())
                    && (there.checksum().isEmpty()
                            || noted.checksum().isEmpty()
                            || there.checksum().equals(noted.checksum()));
            if (same) {
                kept.put(noted.number(), moved);
            }
        }
        return kept;
    }

    private Optional<Opened> replace(UnfinishedTransfer before, BegunAnew why) {
        new JournalSweep(transfer.target(), journal, clock).giveUp(before);
        transfer.progress().begunAnew(why);
        return Optional.empty();
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // Given away open, or closed here.
    private UploadSession start(UploadRequest request, SourceVersion version, String fingerprint) {
        journal.begin(new UnfinishedTransfer(
                route,
                fingerprint,
                version.metadata().size(),
                request.partBytes(),
                request.checksum(),
                request.options().writeId(),
                clock.instant(),
                Optional.empty(),
                List.of()));
        UploadSession session = open(request);
        boolean noted = false;
        try {
            journal.opened(route, session.id());
            noted = true;
            return session;
        } finally {
            if (!noted) {
                session.abort();
                session.close();
            }
        }
    }

    @MustBeClosed
    private UploadSession open(UploadRequest request) {
        try {
            return transfer.target().openUpload(request);
        } catch (StorageException e) {
            if (mayBeDone(e)) {
                journal.lose(route, clock.instant());
            } else {
                journal.end(route);
            }
            throw e;
        }
    }

    /// Whether what was asked for may have been done, although it failed.
    private static boolean mayBeDone(StorageException e) {
        return e instanceof StorageException.Cancelled
                || e instanceof StorageException.StoreFailure
                || (e instanceof StorageException.StoreUnavailable unavailable
                        && unavailable.reason() == StorageException.StoreUnavailable.Reason.OUTCOME_UNKNOWN);
    }

    /// The target has one more part.
    void moved(MovedPart part) {
        journal.moved(route, part);
    }

    /// What is known of the parts of the version at the target.
    Optional<PartSums> sums() {
        return journal.sums(route.target(), route.to());
    }

    /// Keeps what is known of the parts of both versions, which have the same content.
    void keep(SourceVersion version, ObjectMetadata stored, long partBytes, MovedPart[] moved) {
        List<Checksum> sums =
                Arrays.stream(moved).flatMap(part -> sum(part).stream()).toList();
        if (sums.size() != moved.length
                || sums.stream().map(Checksum::algorithm).distinct().count() > 1) {
            return;
        }
        long size = stored.size();
        version.token()
                .map(token -> new PartSums(route.source(), route.from(), token, size, partBytes, sums))
                .ifPresent(journal::keep);
        stored.etag()
                .map(token -> new PartSums(route.target(), route.to(), token, size, partBytes, sums))
                .ifPresent(journal::keep);
    }

    /// What was hashed here, else what the target says.
    private static Optional<Checksum> sum(MovedPart part) {
        return Stream.concat(part.hashed().stream(), part.part().checksum().stream())
                .filter(sum -> PartSums.isGood(sum.algorithm()))
                .findFirst();
    }

    /// The object is there, and the upload no more.
    void completed() {
        journal.end(route);
    }

    /// The transfer failed: its upload stays, if a later run can go on with it; else it is given up. Also on an
    /// interrupted thread, whose flag stays.
    void failed(UploadId upload, Throwable reason) {
        if (reason instanceof StorageException e && canGoOn(e)) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            journal.find(route)
                    .filter(entry -> entry.upload().equals(Optional.of(upload)))
                    .ifPresent(new JournalSweep(transfer.target(), journal, clock)::giveUp);
        } catch (RuntimeException e) {
            reason.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Whether the same transfer can succeed later with the parts that are there.
    private static boolean canGoOn(StorageException e) {
        return switch (e) {
            case StorageException.Cancelled cancelled -> true;
            case StorageException.StoreUnavailable unavailable -> true;
            case StorageException.StoreFailure unknown -> true;
            case StorageException.StoreNotFound gone -> true;
            case StorageException.AccessDenied denied -> true;
            case StorageException.SourceFailed unread -> true;
            // What is full needs its room for something else.
            case StorageException.QuotaExceeded full -> false;
            case StorageException.ObjectNotFound vanished -> false;
            case StorageException.PreconditionFailed changed -> false;
            case StorageException.NotModified same -> false;
            case StorageException.RangeUnsatisfiable shorter -> false;
            case StorageException.KeyRejected rejected -> false;
            case StorageException.NotSupported unable -> false;
            case StorageException.CorruptContent corrupt -> false;
            case StorageException.UploadNotFound over -> false;
            case StorageException.UploadPartsRejected rejected -> false;
        };
    }
}
