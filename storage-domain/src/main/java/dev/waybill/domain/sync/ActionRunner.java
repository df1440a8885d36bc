package dev.waybill.domain.sync;

import dev.waybill.domain.sync.Step.Settled;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.domain.transfer.TransferOptions;
import dev.waybill.domain.transfer.TransferProgress;
import dev.waybill.domain.transfer.TransferResult;
import dev.waybill.port.Checksum;
import dev.waybill.port.ChecksumAlgorithm;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.Precondition;
import dev.waybill.port.StorageException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides on each settled key and does what was decided. Any number of threads may call it.
final class ActionRunner {
    private static final List<ChecksumAlgorithm> NOTED = List.of(
            StoreContents.OWN_ALGORITHM, ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.SHA256, ChecksumAlgorithm.MD5);

    private final SyncEnds ends;
    private final DecisionTable table;
    private final RunLedger ledger;
    private final Deletions deletions;
    private final HiddenNames hidden;
    private final Breaker breaker;
    private final TransferEngine engine;
    private final Optional<BaseWriter> writer;
    private final ChecksumAlgorithm algorithm;

    /// @param writer notes what is synced; without it nothing is done, only decided
    ActionRunner(
            SyncEnds ends,
            SyncOptions options,
            RunLedger ledger,
            Deletions deletions,
            HiddenNames hidden,
            TransferEngine engine,
            Optional<BaseWriter> writer) {
        this.ends = ends;
        this.table = new DecisionTable(ends.direction(), options, ends.target().capabilities());
        this.ledger = ledger;
        this.deletions = deletions;
        this.hidden = hidden;
        this.breaker = new Breaker(ends);
        this.engine = engine;
        this.writer = writer;
        this.algorithm = noted(ends.remote());
    }

    /// The algorithm in which the remote side will be able to tell its content again without being read.
    private static ChecksumAlgorithm noted(IObjectStorageAdapter remote) {
        Set<ChecksumAlgorithm> kept = remote.capabilities().checksums();
        return NOTED.stream().filter(kept::contains).findFirst().orElse(StoreContents.OWN_ALGORITHM);
    }

    /// Brings back what the target lost.
    void restore() {
        table.restore();
    }

    /// Decides on the key of `step`; what is to be done about it, if that takes time.
    Optional<Runnable> take(Settled step) {
        countSynced(step.triple());
        SyncAction action = hide(table.action(step));
        ledger.planned(action);
        return switch (action) {
            case SyncAction.Unchanged unchanged -> {
                writer.filter(base -> step.again()).ifPresent(base -> noteAgain(step, base));
                yield Optional.empty();
            }
            case SyncAction.LeftAlone leftAlone -> Optional.empty();
            case SyncAction.Conflict conflict -> Optional.empty();
            case SyncAction.Refused refused -> {
                ledger.failed(refused.key(), refusal(refused));
                yield Optional.empty();
            }
            case SyncAction.Adopt adopt -> {
                writer.ifPresent(base -> adopt(adopt, base));
                yield Optional.empty();
            }
            case SyncAction.Forget forget -> {
                deletions.add(forget);
                yield Optional.empty();
            }
            case SyncAction.Delete delete -> {
                deletions.add(delete);
                yield Optional.empty();
            }
            case SyncAction.Transfer transfer -> writer.map(base -> () -> transfer(transfer, base));
        };
    }

    private void countSynced(Triple triple) {
        if (triple.base().isPresent()) {
            deletions.countSynced(
                    triple.on(ends.sourceSide()).isPresent(),
                    triple.on(ends.targetSide()).isPresent());
        }
    }

    private SyncAction hide(SyncAction action) {
        return action instanceof SyncAction.Delete delete && hidden.hides(delete.key())
                ? new SyncAction.LeftAlone(delete.key(), Reason.HIDDEN_AT_SOURCE, delete.size())
                : action;
    }

    private StorageException refusal(SyncAction.Refused refused) {
        return refused.reason() == Reason.KEY_TOO_LONG
                ? new StorageException.KeyRejected(
                        ends.target().store(),
                        refused.key(),
                        "its keys have at most " + ends.target().capabilities().maxKeyBytes() + " bytes of UTF-8",
                        null)
                : new StorageException.QuotaExceeded(
                        ends.target().store(),
                        Optional.of(refused.key()),
                        "its objects have at most "
                                + ends.target().capabilities().maxObjectBytes() + " bytes, this one " + refused.size(),
                        null);
    }

    private static void noteAgain(Settled step, BaseWriter base) {
        Triple triple = step.triple();
        base.note(triple.local().orElseThrow(), triple.remote().orElseThrow(), step.checksum());
    }

    private void adopt(SyncAction.Adopt adopt, BaseWriter base) {
        base.note(adopt.local(), adopt.remote(), adopt.checksum());
        ledger.done(adopt, adopt.checksum());
    }

    private void transfer(SyncAction.Transfer transfer, BaseWriter base) {
        if (!ledger.goesOn()) {
            return;
        }
        TransferResult result;
        try {
            requireTargetAsListed(transfer);
            var options = TransferOptions.DEFAULT
                    .withPrecondition(precondition(transfer))
                    .withWholeChecksum(algorithm);
            result = engine.copy(
                    ends.source(), transfer.source(), ends.target(), transfer.key(), options, progress(transfer.key()));
        } catch (StorageException e) {
            transferFailed(transfer, e);
            return;
        }
        breaker.succeeded();
        Optional<Checksum> checksum =
                result.whole().or(() -> result.stored().checksums().stream().findFirst());
        base.note(
                ends.local(transfer.source(), result.stored()),
                ends.remote(transfer.source(), result.stored()),
                checksum);
        ledger.done(transfer, checksum);
    }

    private static Precondition precondition(SyncAction.Transfer transfer) {
        return transfer.target()
                .map(target -> target.etag().map(Precondition::matches).orElse(Precondition.NONE))
                .orElse(Precondition.ABSENT);
    }

    /// A version without a token cannot be named in a condition, so it is looked at just before.
    private void requireTargetAsListed(SyncAction.Transfer transfer) {
        if (transfer.target().isEmpty() || transfer.target().get().etag().isPresent()) {
            return;
        }
        ObjectMetadata listed = transfer.target().get();
        boolean still = ends.target()
                .stat(transfer.key())
                .filter(now -> ListedVersion.isStill(listed, now))
                .isPresent();
        if (!still) {
            throw new StorageException.PreconditionFailed(
                    ends.target().store(), transfer.key(), "still the version listed", null);
        }
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
            public void finished(TransferResult result) {}
        };
    }

    private void transferFailed(SyncAction.Transfer transfer, StorageException cause) {
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
        ledger.failed(key, cause);
        if (breaker.stopsAfter(cause)) {
            ledger.end(new RunEnd.Stopped(cause));
        }
    }

    /// Forgets what is on neither side, now that both listings ended in order.
    void forget() {
        writer.ifPresent(base -> deletions.forgotten().forEachRemaining(key -> {
            base.forget(key);
            ledger.done(new SyncAction.Forget(key), Optional.empty());
        }));
    }

    /// Does the deletes that are due.
    ///
    /// @param tasks takes work that may run at the same time
    /// @param join waits for that work
    void delete(Deletions.Submitting tasks, Deletions.Joining join) throws InterruptedException {
        if (writer.isEmpty()) {
            return;
        }
        BaseWriter base = writer.get();
        var outcome = new Deletions.Outcome() {
            @Override
            public void deleted(SyncAction.Delete delete) {
                base.forget(delete.key());
                ledger.done(delete, Optional.empty());
            }

            @Override
            public void failed(SyncAction.Delete delete, StorageException cause) {
                if (cause instanceof StorageException.PreconditionFailed) {
                    ledger.planned(new SyncAction.Conflict(
                            delete.key(), Reason.TARGET_MOVED, Optional.empty(), Optional.of(delete.target())));
                } else {
                    ActionRunner.this.failed(delete.key(), cause);
                }
            }

            @Override
            public boolean goesOn() {
                return ledger.goesOn();
            }
        };
        deletions.run(outcome, tasks, join);
    }
}
