package dev.waybill.domain.transfer;

import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.KeyPrefix;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.UnfinishedUpload;
import dev.waybill.port.UploadId;
import dev.waybill.port.UploadLimits;
import dev.waybill.port.UploadSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Gives up uploads that nobody will go on with, and takes them out of the journal. One thread.
public final class JournalSweep {
    /// A lost upload has not one part, so it costs nothing while it waits; a live process of somebody else that began
    /// one to the same key in the same moment has put its first part by then.
    public static final Duration LOST_FOR = Duration.ofHours(24);

    /// How far the clocks of the store and of this machine may be apart.
    private static final Duration CLOCKS_APART = Duration.ofMinutes(15);

    private final IObjectStorageAdapter target;
    private final TransferJournal journal;
    private final Clock clock;

    /// @param target the store that the uploads are at
    public JournalSweep(IObjectStorageAdapter target, TransferJournal journal, Clock clock) {
        this.target = target;
        this.journal = journal;
        this.clock = clock;
    }

    /// Aborts the upload of a transfer, if it is still there, and ends the transfer. One whose name is not known is
    /// noted as lost.
    ///
    /// @throws StorageException if the store cannot be asked; the entry is then still there
    public void giveUp(UnfinishedTransfer transfer) {
        Optional<UploadId> upload = transfer.upload();
        if (upload.isEmpty()) {
            journal.lose(transfer.route(), clock.instant());
            return;
        }
        try (UploadSession session = target.openUpload(transfer.toAbort(upload.get()))) {
            session.abort();
        } catch (StorageException.UploadNotFound | StorageException.AccessDenied e) {
            // It is gone, or is not ours to abort; either way nothing is left to be done here.
        }
        journal.end(transfer.route());
    }

    /// Looks for uploads that were lost long enough ago, and aborts what has not one part. Of two that began in the
    /// same moment nothing tells which was ours, but that ours can have got no part.
    ///
    /// @throws StorageException if the store cannot be asked; what was not looked for yet is looked for next time
    public void giveUpLost() {
        Instant due = clock.instant().minus(LOST_FOR);
        List<LostUpload> lost = journal.lost(target.store()).stream()
                .filter(one -> one.until().isBefore(due))
                .toList();
        if (lost.isEmpty()) {
            return;
        }
        var known = new HashSet<UploadId>();
        journal.unfinished(target.store()).forEach(transfer -> transfer.upload().ifPresent(known::add));
        UploadLimits limits = target.capabilities().uploadLimits().orElseThrow();
        for (LostUpload one : lost) {
            for (UnfinishedUpload found : uploads(one.key())) {
                if (isCandidate(one, found, known)) {
                    abortIfEmpty(found, limits);
                }
            }
            journal.forget(one);
        }
    }

    private List<UnfinishedUpload> uploads(ObjectKey key) {
        try (Stream<UnfinishedUpload> uploads = target.listUploads(KeyPrefix.of(key.value()))) {
            return uploads.filter(upload -> upload.key().equals(key)).toList();
        }
    }

    private static boolean isCandidate(LostUpload lost, UnfinishedUpload found, Set<UploadId> known) {
        boolean inTime = found.started()
                .map(started -> !started.isBefore(lost.from().minus(CLOCKS_APART))
                        && !started.isAfter(lost.until().plus(CLOCKS_APART)))
                .orElse(true);
        return inTime && !known.contains(found.id());
    }

    private void abortIfEmpty(UnfinishedUpload found, UploadLimits limits) {
        try (UploadSession session = target.openUpload(found.toLookAt(limits))) {
            if (session.parts().isEmpty()) {
                session.abort();
            }
        } catch (StorageException.UploadNotFound e) {
            // Somebody else was faster.
        }
    }
}
