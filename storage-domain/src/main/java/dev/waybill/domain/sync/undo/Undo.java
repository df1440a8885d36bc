package dev.waybill.domain.sync.undo;

import dev.waybill.domain.sync.Batch;
import dev.waybill.domain.sync.Breaker;
import dev.waybill.domain.sync.ItemLog;
import dev.waybill.domain.sync.NoHistory;
import dev.waybill.domain.sync.RunEntry;
import dev.waybill.domain.sync.RunHistory;
import dev.waybill.domain.sync.RunHistoryStore;
import dev.waybill.domain.sync.RunLog;
import dev.waybill.domain.sync.RunStart;
import dev.waybill.domain.sync.SyncBase;
import dev.waybill.domain.sync.SyncBaseChange;
import dev.waybill.domain.sync.SyncBaseStore;
import dev.waybill.domain.sync.SyncDirection;
import dev.waybill.domain.sync.SyncPair;
import dev.waybill.domain.sync.names.RenamedStore;
import dev.waybill.domain.sync.trash.RunCard;
import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.domain.sync.trash.Trash;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.IObjectStorageAdapter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// Undoes runs: brings back what one replaced and deleted, and removes what it newly wrote, each only if nothing
/// changed there since. Undoing is a run itself, in the history, which can be undone. It closes neither store.
public final class Undo {
    private final IObjectStorageAdapter local;
    private final IObjectStorageAdapter remote;
    private final SyncBaseStore bases;
    private final RunHistoryStore histories;
    private final TransferLimits limits;
    private final Clock clock;

    /// @param local the side that push reads from and pull writes to
    /// @param remote the other
    /// @param bases where it is noted what was last synced
    /// @param histories where it is kept what runs did
    /// @param limits how much to do at a time
    public Undo(
            IObjectStorageAdapter local,
            IObjectStorageAdapter remote,
            SyncBaseStore bases,
            RunHistoryStore histories,
            TransferLimits limits,
            Clock clock) {
        this.local = local;
        this.remote = remote;
        this.bases = bases;
        this.histories = histories;
        this.limits = limits;
        this.clock = clock;
    }

    /// Undoes `run`, on the side that it wrote. What cannot be undone stays as it is and is told; the rest goes on.
    ///
    /// @param dryRun whether only to tell what would be done
    /// @param listener told of each item, by several threads at a time
    /// @throws dev.waybill.domain.sync.SyncRefused if it cannot begin: no such run is kept, or it was one
    ///     on other stores
    public UndoReport run(RunName run, boolean dryRun, Consumer<UndoEvent> listener) {
        var pair = new SyncPair(local.store(), remote.store());
        try (RunHistory history = histories.open()) {
            RunEntry undone = history.find(run, pair);
            Instant begin = clock.instant();
            RunStart start = start(undone.start(), begin);
            try (SyncBase base = dryRun ? bases.openReadOnly(pair) : bases.open(pair);
                    RunLog log = dryRun ? NoHistory.NONE.begin(start) : histories.begin(start)) {
                var ledger = new UndoLedger(listener);
                run(undone, start, history, base, log, ledger, dryRun);
                return ledger.report(undone.start(), start, dryRun, Duration.between(begin, clock.instant()));
            }
        }
    }

    private static RunStart start(RunStart undone, Instant begin) {
        return new RunStart(
                RunName.of(begin),
                undone.local(),
                undone.remote(),
                "undo",
                undone.direction(),
                undone.name().value(),
                Optional.of(undone.name()),
                begin);
    }

    private void run(
            RunEntry undone,
            RunStart start,
            RunHistory history,
            SyncBase base,
            RunLog log,
            UndoLedger ledger,
            boolean dryRun) {
        boolean push = undone.start().direction() == SyncDirection.PUSH;
        IObjectStorageAdapter target = RenamedStore.over(push ? remote : local, false);
        if (target instanceof RenamedStore renamed) {
            renamed.learn();
        }
        var engine = new TransferEngine(limits);
        var trash =
                new Trash(target, engine, new RunCard(start.name(), start.local(), start.remote(), Optional.empty()));
        var items = new ItemLog(log, clock);
        var changes = new Batch<SyncBaseChange>(base::apply, clock);
        var breaker = new Breaker((push ? local : remote).store());
        var undoing = new UndoRun(
                target,
                history,
                undone,
                ledger,
                new ItemUndo(target, engine, trash, items, base, ledger, breaker),
                new BaseMending(base, undone.start(), start),
                changes::add,
                dryRun);
        try {
            undoing.run(limits.requestSlots());
        } finally {
            changes.flush();
            items.sync();
            trash.end(clock.instant());
        }
        log.end(clock.instant(), ledger.end(), ledger.totals());
    }
}
