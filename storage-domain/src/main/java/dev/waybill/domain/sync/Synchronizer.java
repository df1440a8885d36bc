package dev.waybill.domain.sync;

import dev.waybill.domain.remote.RemoteChecksums;
import dev.waybill.domain.sync.names.RenamedStore;
import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.domain.transfer.RequestSlots;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.domain.transfer.TransferLimits;
import dev.waybill.port.FileIdentities;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.StoreId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final Optional<RemoteChecksums> nearData;
    private final Map<StoreId, FileIdentities> files;

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
        this(local, remote, bases, NoHistory.NONE, limits, clock, Optional.empty());
    }

    /// @param history where it is kept what runs did
    /// @param nearData what hashes the contents of `remote` where they lie
    public Synchronizer(
            IObjectStorageAdapter local,
            IObjectStorageAdapter remote,
            SyncBaseStore bases,
            RunHistoryStore history,
            TransferLimits limits,
            Clock clock,
            Optional<RemoteChecksums> nearData) {
        this(local, remote, bases, history, limits, new TransferEngine(limits), clock, nearData, Map.of());
    }

    private Synchronizer(
            IObjectStorageAdapter local,
            IObjectStorageAdapter remote,
            SyncBaseStore bases,
            RunHistoryStore history,
            TransferLimits limits,
            TransferEngine engine,
            Clock clock,
            Optional<RemoteChecksums> nearData,
            Map<StoreId, FileIdentities> files) {
        this.local = local;
        this.remote = remote;
        this.bases = bases;
        this.history = history;
        this.limits = limits;
        this.engine = engine;
        this.clock = clock;
        this.nearData = nearData;
        this.files = Map.copyOf(files);
    }

    /// The same, remembering checksums of files, so that what did not change is not read for them again.
    ///
    /// @param identities of each store that is a folder, what tells its files from one another
    public Synchronizer rememberingFiles(Map<StoreId, FileIdentities> identities) {
        return new Synchronizer(local, remote, bases, history, limits, engine, clock, nearData, identities);
    }

    /// The same with these slots, of whose number the limits' is the most.
    public Synchronizer movingIn(RequestSlots slots) {
        return new Synchronizer(
                local, remote, bases, history, limits, new TransferEngine(limits, slots), clock, nearData, files);
    }

    private ChecksumSources known(SyncBase base, IObjectStorageAdapter here, IObjectStorageAdapter there) {
        var identities = new HashMap<>(files);
        for (IObjectStorageAdapter side : List.of(here, there)) {
            if (side instanceof RenamedStore renamed) {
                identities.computeIfPresent(side.store(), (store, files) -> renamed.identities(files));
            }
        }
        // A program on the store's machine knows names alone.
        Optional<RemoteChecksums> machine = nearData.filter(any -> !(there instanceof RenamedStore));
        return new ChecksumSources(machine, new HashCache(identities, base.hashes(), clock));
    }

    /// What has other names in `store` is found by its own.
    private static IObjectStorageAdapter named(IObjectStorageAdapter store, SyncOptions options) {
        return RenamedStore.over(store, options.names() == NamePolicy.RENAME);
    }

    /// The same where no listing will tell which names there are.
    private static IObjectStorageAdapter learned(IObjectStorageAdapter store, SyncOptions options) {
        IObjectStorageAdapter named = named(store, options);
        if (named instanceof RenamedStore renamed) {
            renamed.learn();
        }
        return named;
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
        return run(direction, options, Optional.empty(), listener);
    }

    /// The same for these keys alone, such as those that failed in an earlier run. Neither side is listed.
    ///
    /// @throws IllegalArgumentException if `options` ask for deletes, which nothing but whole listings can justify
    public SyncReport retry(
            SyncDirection direction, SyncOptions options, Iterable<ObjectKey> keys, SyncListener listener) {
        if (options.delete()) {
            throw new IllegalArgumentException("nothing can be deleted in a run on some keys alone");
        }
        return run(direction, options, Optional.of(keys), listener);
    }

    private SyncReport run(
            SyncDirection direction, SyncOptions options, Optional<Iterable<ObjectKey>> chosen, SyncListener listener) {
        Overlap.refuse(local.store(), remote.store());
        var pair = new SyncPair(local.store(), remote.store());
        // Logging in takes a while, in which the folder can be looked at and the record opened.
        try (var reaching = Meanwhile.of(
                        () -> chosen.isPresent() ? learned(remote, options) : named(remote, options), remote);
                SyncBase base = options.dryRun() ? bases.openReadOnly(pair) : bases.open(pair)) {
            IObjectStorageAdapter here = chosen.isPresent() ? learned(local, options) : named(local, options);
            IObjectStorageAdapter there = reaching.get();
            var ends = new SyncEnds(direction, here, there);
            return new SyncRun(
                            ends,
                            known(base, here, there),
                            options,
                            base,
                            history,
                            engine,
                            limits.requestSlots(),
                            clock,
                            listener,
                            chosen)
                    .run();
        }
    }

    /// What is known of `key`, what a push and a pull would do about it now, and why. Nothing is changed.
    ///
    /// @throws SyncRefused if it cannot be told
    public KeyReport explain(ObjectKey key, SyncOptions options) {
        Overlap.refuse(local.store(), remote.store());
        var pair = new SyncPair(local.store(), remote.store());
        IObjectStorageAdapter here = learned(local, options);
        IObjectStorageAdapter there = learned(remote, options);
        try (SyncBase base = bases.openReadOnly(pair);
                RunHistory runs = history.open()) {
            return new KeyInspection(here, there, known(base, here, there), options).of(key, base, pair, runs);
        }
    }

    /// Brings both sides to the same, each change to the side that does not have it.
    ///
    /// Of what changed on both sides the remote version keeps the name, and the local one gets another, on both
    /// sides. Deletes are done if the options ask for them; an object that was deleted on one side and changed on
    /// the other stays. [SyncOptions#conflicts] is of no account.
    ///
    /// @param host this machine's name, for the names of conflicts
    /// @param pushing told of what happens at the remote side, and of what needs no bytes
    /// @param pulling told of what happens at the local side
    /// @throws SyncRefused if it cannot begin, if one side has lost everything and the options do not say what that
    ///     means, or what is synced can no longer be noted
    public TwoWayReport sync(SyncOptions options, String host, SyncListener pushing, SyncListener pulling) {
        Overlap.refuse(local.store(), remote.store());
        var pair = new SyncPair(local.store(), remote.store());
        IObjectStorageAdapter here = named(local, options);
        IObjectStorageAdapter there = named(remote, options);
        try (SyncBase base = options.dryRun() ? bases.openReadOnly(pair) : bases.open(pair)) {
            return new TwoWayRun(
                            here,
                            there,
                            known(base, here, there),
                            options,
                            new ConflictNames(host),
                            base,
                            history,
                            engine,
                            limits.requestSlots(),
                            clock,
                            pushing,
                            pulling)
                    .run();
        }
    }

    /// What a push and a pull would do now. Nothing is changed, and each side is listed once.
    ///
    /// @throws SyncRefused if it cannot be told
    public SyncStatus status(SyncOptions options) {
        Overlap.refuse(local.store(), remote.store());
        IObjectStorageAdapter here = named(local, options);
        IObjectStorageAdapter there = named(remote, options);
        try (SyncBase base = bases.openReadOnly(new SyncPair(local.store(), remote.store()))) {
            return new StatusRun(
                            here,
                            there,
                            known(base, here, there),
                            options.withDryRun(true),
                            base,
                            engine,
                            limits.requestSlots(),
                            clock)
                    .run();
        }
    }

    /// Makes a plan of what a run would do, changing nothing.
    ///
    /// @param origin how the stores were opened
    /// @param sink where the plan goes; it is finished only if both listings ended
    /// @param listener told of what is decided as it is decided
    /// @return what the plan comes to
    /// @throws SyncRefused if it cannot begin
    public SyncReport plan(
            SyncDirection direction, SyncOptions options, PlanOrigin origin, PlanSink sink, SyncListener listener) {
        Overlap.refuse(local.store(), remote.store());
        IObjectStorageAdapter here = named(local, options);
        IObjectStorageAdapter there = named(remote, options);
        var ends = new SyncEnds(direction, here, there);
        try (SyncBase base = bases.openReadOnly(new SyncPair(local.store(), remote.store()))) {
            return new PlanRun(
                            ends,
                            known(base, here, there),
                            options.withDryRun(true),
                            origin,
                            base,
                            engine,
                            limits.requestSlots(),
                            clock,
                            sink,
                            listener)
                    .run();
        }
    }

    /// Does what a plan says and nothing else, each step on the condition that both sides are as the plan has them.
    ///
    /// A step for which something moved is refused and reported as a [SyncAction.Conflict], and the rest goes on.
    /// One that was done before is recognised and done with. Deletes are done only if every transfer of the whole
    /// plan was, and the guard lets them. No store is listed. Several parts of a plan can be applied at one time; a
    /// whole plan has the pair to itself, and goes on with what an earlier run left of its transfers.
    ///
    /// @param forceDelete whether to delete also what looks like an accident
    /// @param listener told of what happens as it happens
    /// @throws SyncRefused before anything is changed, if the plan is for other stores or breaks a rule
    public SyncReport apply(Plan plan, boolean forceDelete, SyncListener listener) {
        Overlap.refuse(local.store(), remote.store());
        var pair = new SyncPair(local.store(), remote.store());
        if (!plan.header().pair().equals(pair)) {
            throw new SyncRefused.OtherStores(plan.header().pair(), pair);
        }
        SyncOptions options = plan.header().options();
        IObjectStorageAdapter here = learned(local, options);
        IObjectStorageAdapter there = learned(remote, options);
        var ends = new SyncEnds(plan.header().direction(), here, there);
        // Two processes may have one part; what they move of it cannot be one upload.
        boolean alone = plan.whole().isEmpty();
        try (SyncBase base = alone ? bases.open(pair) : bases.openShared(pair)) {
            PlanCounts counts = PlanCheck.of(plan, ends.target());
            Instant begin = clock.instant();
            var run = new RecordedRun(RunName.of(begin), begin, ends, options, base, history, engine, clock, listener);
            Optional<RunJournal> journal =
                    alone ? Optional.of(new RunJournal(base.transfers(), ends, clock)) : Optional.empty();
            return run.run(changes -> new ApplyRun(
                            run,
                            known(base, here, there),
                            plan,
                            counts,
                            forceDelete,
                            limits.requestSlots(),
                            journal,
                            changes)
                    .run());
        }
    }
}
