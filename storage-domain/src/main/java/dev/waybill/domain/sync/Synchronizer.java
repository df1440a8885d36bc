package dev.waybill.domain.sync;

import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import java.time.Clock;

/// Keeps a local and a remote store the same: push, pull, and what they would do.
///
/// Data flows one way: two listings in key order and what was last synced make a plan, the plan makes
/// transfers, then deletes, then a report. Memory does not grow with the number of objects. It closes neither
/// store. Any number of threads may call it, but of two runs on one pair that change something the second is
/// refused.
public final class Synchronizer {
    private final IObjectStorageAdapter local;
    private final IObjectStorageAdapter remote;
    private final SyncBaseStore bases;
    private final RunHistoryStore history;
    private final TransferLimits limits;
    private final TransferEngine engine;
    private final Clock clock;

    /// One that keeps no history of its runs.
    ///
    /// @param local the side that push reads from and pull writes to
    /// @param remote the other
    /// @param bases where it is noted what was last synced
    /// @param limits how much to do at a time
    public Synchronizer(
            IObjectStorageAdapter local,
            IObjectStorageAdapter remote,
            SyncBaseStore bases,
            TransferLimits limits,
            Clock clock) {
        this(local, remote, bases, NoHistory.NONE, limits, clock);
    }

    /// @param history where it is kept what runs did
    public Synchronizer(
            IObjectStorageAdapter local,
            IObjectStorageAdapter remote,
            SyncBaseStore bases,
            RunHistoryStore history,
            TransferLimits limits,
            Clock clock) {
        this.local = local;
        this.remote = remote;
        this.bases = bases;
        this.history = history;
        this.limits = limits;
        this.engine = new TransferEngine(limits);
        this.clock = clock;
    }

    /// Brings the target to what the source is, as far as `options` ask for it.
    ///
    /// What fails about one object is reported, and the rest goes on. What fails for all of them, and a listing
    /// that fails, ends the run, see [SyncReport#end]; so does an interrupt of the calling thread, whose flag is
    /// then set.
    ///
    /// @param listener told of what happens as it happens
    /// @throws SyncRefused if it cannot begin, or what is synced can no longer be noted
    public SyncReport run(SyncDirection direction, SyncOptions options, SyncListener listener) {
        Overlap.refuse(local.store(), remote.store());
        var pair = new SyncPair(local.store(), remote.store());
        var ends = new SyncEnds(direction, local, remote);
        try (SyncBase base = options.dryRun() ? bases.openReadOnly(pair) : bases.open(pair)) {
            return new SyncRun(ends, options, base, history, engine, limits.requestSlots(), clock, listener).run();
        }
    }

    /// What is known of `key`, what a push and a pull would do about it now, and why. Nothing is changed.
    ///
    /// @throws SyncRefused if it cannot be told
    public KeyReport explain(ObjectKey key, SyncOptions options) {
        Overlap.refuse(local.store(), remote.store());
        var pair = new SyncPair(local.store(), remote.store());
        try (SyncBase base = bases.openReadOnly(pair);
                RunHistory runs = history.open()) {
            return new KeyInspection(local, remote, options).of(key, base, pair, runs);
        }
    }

    /// What a push and a pull would do now. Nothing is changed, and each side is listed once.
    ///
    /// @throws SyncRefused if it cannot be told
    public SyncStatus status(SyncOptions options) {
        Overlap.refuse(local.store(), remote.store());
        try (SyncBase base = bases.openReadOnly(new SyncPair(local.store(), remote.store()))) {
            return new StatusRun(local, remote, options.withDryRun(true), base, engine, limits.requestSlots(), clock)
                    .run();
        }
    }
}
