package dev.waybill.domain.sync;

import dev.waybill.domain.transfer.JournalSweep;
import dev.waybill.domain.transfer.LostUpload;
import dev.waybill.domain.transfer.MovedPart;
import dev.waybill.domain.transfer.PartSums;
import dev.waybill.domain.transfer.TransferJournal;
import dev.waybill.domain.transfer.TransferRoute;
import dev.waybill.domain.transfer.UnfinishedTransfer;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StorageException;
import dev.waybill.port.StoreId;
import dev.waybill.port.UploadId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journal as one run uses it: it knows which transfers earlier runs left, in the direction of this one, that this
/// one did not come to. Any number of threads may call it.
final class RunJournal implements TransferJournal {
    private static final Logger LOG = LoggerFactory.getLogger(RunJournal.class);

    private final TransferJournal journal;
    private final SyncEnds ends;
    private final Clock clock;
    private final Map<ObjectKey, UnfinishedTransfer> unclaimed = new HashMap<>();

    RunJournal(TransferJournal journal, SyncEnds ends, Clock clock) {
        this.journal = journal;
        this.ends = ends;
        this.clock = clock;
        ours().forEach(transfer -> unclaimed.put(transfer.route().to(), transfer));
    }

    private List<UnfinishedTransfer> ours() {
        StoreId source = ends.source().store();
        return journal.unfinished(ends.target().store()).stream()
                .filter(transfer -> transfer.route().source().equals(source))
                .toList();
    }

    /// What earlier runs left at `key` is kept for the next.
    synchronized void keep(ObjectKey key) {
        unclaimed.remove(key);
    }

    /// What earlier runs left is kept for the next, wherever this one does not come to.
    synchronized void keepAll() {
        unclaimed.clear();
    }

    /// Gives up what earlier runs left and this one did not come to, now that it came to everything that there is to
    /// be done. What the store cannot be asked about now is left to the next run.
    synchronized void giveUpUnclaimed() {
        var sweep = new JournalSweep(ends.target(), journal, clock);
        try {
            unclaimed.values().forEach(sweep::giveUp);
            sweep.giveUpLost();
        } catch (StorageException e) {
            LOG.debug(
                    "uploads of earlier runs to {} stay until the next: {}",
                    ends.target().store(),
                    e.getMessage());
        }
        unclaimed.clear();
    }

    /// How many transfers the next run can go on with.
    long resumable() {
        return ours().stream().filter(transfer -> transfer.upload().isPresent()).count();
    }

    @Override
    public Optional<UnfinishedTransfer> find(TransferRoute route) {
        keep(route.to());
        return journal.find(route);
    }

    @Override
    public void begin(UnfinishedTransfer transfer) {
        journal.begin(transfer);
    }

    @Override
    public void opened(TransferRoute route, UploadId upload) {
        journal.opened(route, upload);
    }

    @Override
    public void moved(TransferRoute route, MovedPart part) {
        journal.moved(route, part);
    }

    @Override
    public void end(TransferRoute route) {
        journal.end(route);
    }

    @Override
    public void lose(TransferRoute route, Instant until) {
        journal.lose(route, until);
    }

    @Override
    public Optional<PartSums> sums(StoreId store, ObjectKey key) {
        return journal.sums(store, key);
    }

    @Override
    public void keep(PartSums sums) {
        journal.keep(sums);
    }

    @Override
    public List<UnfinishedTransfer> unfinished(StoreId target) {
        return journal.unfinished(target);
    }

    @Override
    public List<LostUpload> lost(StoreId target) {
        return journal.lost(target);
    }

    @Override
    public void forget(LostUpload lost) {
        journal.forget(lost);
    }
}
