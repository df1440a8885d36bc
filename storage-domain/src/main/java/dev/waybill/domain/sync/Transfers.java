package dev.waybill.domain.sync;

import dev.waybill.domain.transfer.BegunAnew;
import dev.waybill.domain.transfer.GoesWhole;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.domain.transfer.TransferOptions;
import dev.waybill.domain.transfer.TransferProgress;
import dev.waybill.domain.transfer.TransferResult;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.StorageException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Moves objects, each on the condition that the target is as listed, and tells what a failure means for the run.
/// Any number of threads may call it.
final class Transfers {
    private final SyncEnds ends;
    private final RunLedger ledger;
    private final Breaker breaker;
    private final TransferEngine engine;
    private final Changes changes;
    private final ChecksumAlgorithm algorithm;

    Transfers(SyncEnds ends, RunLedger ledger, TransferEngine engine, Changes changes) {
        this.ends = ends;
        this.ledger = ledger;
        this.breaker = new Breaker(ends.source().store());
        this.engine = engine;
        this.changes = changes;
        this.algorithm = noted(ends.remote());
    }

    /// The algorithm in which the remote side will be able to tell its content again without being read, of those
    /// that are long enough: what S3 and Azure verify of an upload they keep.
    private static ChecksumAlgorithm noted(IObjectStorageAdapter remote) {
        boolean kept = remote.capabilities().uploadChecksums().contains(ChecksumAlgorithm.CRC64NVME);
        return kept ? ChecksumAlgorithm.CRC64NVME : StoreContents.OWN_ALGORITHM;
    }

    /// Moves one object and notes it.
    ///
    /// @return whether it was moved
    boolean run(SyncAction.Transfer transfer, BaseWriter base) {
        return run(transfer, base, cause -> failed(transfer, cause));
    }

    /// Moves one object, whose record was read already, and notes it.
    ///
    /// @param synced what is noted of its last sync
    /// @return whether it was moved
    boolean run(SyncAction.Transfer transfer, Optional<SyncedObject> synced, BaseWriter base) {
        return run(transfer, () -> synced, base, cause -> failed(transfer, cause));
    }

    /// Moves one object that something was in the way of; if it still is, that is a conflict.
    void runLate(SyncAction.Transfer transfer, BaseWriter base) {
        boolean unused = run(transfer, base, cause -> {
            if (cause instanceof StorageException.KeyRejected
                    && cause.store().equals(ends.target().store())) {
                inTheWay(transfer);
            } else {
                failed(transfer, cause);
            }
        });
    }

    /// Reports that something at the target is in the way.
    void inTheWay(SyncAction.Transfer transfer) {
        ledger.planned(new SyncAction.Conflict(
                transfer.key(), Reason.IN_THE_WAY, Optional.of(transfer.source()), Optional.empty()));
    }

    /// Moves one object and notes it.
    ///
    /// @param onFailure told if that fails
    /// @return whether it was moved
    boolean run(SyncAction.Transfer transfer, BaseWriter base, Consumer<StorageException> onFailure) {
        return run(transfer, () -> changes.synced(transfer.key()), base, onFailure);
    }

    private boolean run(
            SyncAction.Transfer transfer,
            Supplier<Optional<SyncedObject>> synced,
            BaseWriter base,
            Consumer<StorageException> onFailure) {
        if (!ledger.goesOn()) {
            return false;
        }
        TransferResult result;
        try {
            changes.begin(transfer, synced.get());
            ListedVersion.requireWithoutToken(ends.target(), transfer.key(), transfer.target());
            var options = TransferOptions.DEFAULT
                    .withPrecondition(ListedVersion.condition(transfer.target()))
                    .withWholeChecksum(algorithm);
            result = engine.copy(
                    ends.source(), transfer.source(), ends.target(), transfer.key(), options, progress(transfer.key()));
        } catch (StorageException e) {
            onFailure.accept(e);
            return false;
        }
        breaker.succeeded();
        Optional<Checksum> checksum =
                result.whole().or(() -> result.stored().checksums().stream().findFirst());
        base.note(
                ends.local(transfer.source(), result.stored()),
                ends.remote(transfer.source(), result.stored()),
                checksum);
        changes.done(transfer, result.stored(), checksum);
        ledger.done(transfer, checksum);
        return true;
    }

    private TransferProgress progress(ObjectKey key) {
        return new TransferProgress() {
            @Override
            public void started(ObjectMetadata what) {}

            @Override
            public void moved(long bytes) {
                ledger.tell(new SyncEvent.Moved(key, bytes));
            }

            @Override
            public void retried(long bytes) {
                ledger.tell(new SyncEvent.Moved(key, -bytes));
            }

            @Override
            public void resumed(int parts, long bytes) {
                ledger.resumed(key, parts, bytes);
            }

            @Override
            public void begunAnew(BegunAnew why) {
                ledger.tell(new SyncEvent.BegunAnew(key, why));
            }

            @Override
            public void reused(int parts, long bytes) {
                ledger.tell(new SyncEvent.Reused(key, parts, bytes));
            }

            @Override
            public void goesWhole(GoesWhole why) {
                ledger.tell(new SyncEvent.WentWhole(key, why));
            }

            @Override
            public void finished(TransferResult result) {}
        };
    }

    private void failed(SyncAction.Transfer transfer, StorageException cause) {
        if (cause instanceof StorageException.PreconditionFailed
                && cause.store().equals(ends.target().store())) {
            ledger.planned(new SyncAction.Conflict(
                    transfer.key(), Reason.TARGET_MOVED, Optional.of(transfer.source()), transfer.target()));
        } else {
            failed(transfer.key(), cause);
        }
    }

    /// Something about `key` failed: the run goes on, or ends.
    void failed(ObjectKey key, StorageException cause) {
        if (cause instanceof StorageException.Cancelled) {
            ledger.end(new RunEnd.Cancelled());
            return;
        }
        boolean stops = breaker.stopsAfter(cause);
        ledger.failed(key, cause, FailureKind.of(cause, stops));
        if (stops) {
            ledger.end(new RunEnd.Stopped(cause));
        }
    }
}
