package dev.waybill.domain.sync;

import dev.waybill.domain.sync.Step.NeedsContent;
import dev.waybill.domain.sync.Step.Settled;
import dev.waybill.domain.sync.names.RenamedStore;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ListOptions;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.ObjectMetadata;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StorageException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// One reading of both listings, from which every key goes to a visitor once it is known how its sides stand.
/// Contents are compared by tasks, so that reading goes on meanwhile.
final class ComparisonPass {
    private static final int PEEKED = 1000;

    private final IObjectStorageAdapter local;
    private final IObjectStorageAdapter remote;
    private final SyncOptions options;
    private final SyncPlanner planner;
    private final ContentComparer contents;
    private final Visitor visitor;
    private final Optional<RefusedLinks> refusedLinks;

    /// Who is told. Calls but [#goesOn] and [#skipped] come from several threads at a time.
    interface Visitor {
        /// Whether to go on reading.
        boolean goesOn();

        /// The sides that may be written.
        Set<SyncSide> targets();

        /// Something was synced, but nothing that the run is about is left on `side`; told before any key is.
        void empty(SyncSide side);

        /// The key of `step` can be decided on; what is to be done about it, if that takes time.
        Optional<Runnable> settled(Settled step);

        /// The contents of `key` could not be compared.
        void failed(ObjectKey key, StorageException cause);

        /// A listing met something that is not an object with a key.
        void skipped(SyncSide side, SkippedEntry entry);

        /// Every key was settled or failed. Not called if the reading was broken off.
        void complete();

        /// A store lists out of order: all will be told again.
        void replan(OrderedListing.OutOfOrder disorder);

        /// The run ends so, unless it ended before.
        void end(RunEnd end);

        /// `work` as it is to be run by a task, so that nothing it throws is lost.
        Runnable watched(Runnable work);
    }

    ComparisonPass(
            IObjectStorageAdapter local,
            IObjectStorageAdapter remote,
            ChecksumSources known,
            SyncOptions options,
            Visitor visitor) {
        this.local = local;
        this.remote = remote;
        this.options = options;
        this.visitor = visitor;
        Optional<Duration> precision = StoreTraits.commonPrecision(local, remote);
        contents = new StoreContents(local, remote, options.compare(), precision, known);
        planner = new SyncPlanner(
                options.compare(),
                new SyncFilter(options, new AdapterFolderRules(local)),
                precision,
                StoreTraits.of(local),
                StoreTraits.of(remote));
        refusedLinks = options.refuseLinks()
                ? Optional.of(new RefusedLinks(new SyncFilter(options, new AdapterFolderRules(local)), visitor))
                : Optional.empty();
    }

    /// Reads both listings to their end, or until the visitor does not want more, and waits for the work that
    /// comes of it. Leaving `tasks` without that, where it throws or the run was ended, is the caller's.
    ///
    /// @return whether both listings ended, and the visitor still wants to go on
    boolean read(Tasks tasks, SyncBase base) throws InterruptedException {
        var sorted = EnumSet.noneOf(SyncSide.class);
        while (true) {
            try {
                read(tasks, base, sorted);
                if (!visitor.goesOn()) {
                    return false;
                }
                tasks.join();
                return visitor.goesOn();
            } catch (OrderedListing.OutOfOrder e) {
                tasks.join();
                sorted.add(e.store().equals(local.store()) ? SyncSide.LOCAL : SyncSide.REMOTE);
                visitor.replan(e);
            } catch (StorageException e) {
                requireNotInterrupted();
                visitor.end(new RunEnd.Stopped(e));
                tasks.join();
                return false;
            }
        }
    }

    /// Looks at `keys` alone, on both sides, and lists neither.
    ///
    /// @return whether all were looked at, and the visitor still wants to go on
    boolean read(Tasks tasks, SyncBase base, Iterable<ObjectKey> keys) throws InterruptedException {
        var open = new AtomicLong(1);
        try {
            for (Iterator<ObjectKey> each = keys.iterator(); each.hasNext() && visitor.goesOn(); ) {
                requireNotInterrupted();
                ObjectKey key = each.next();
                if (options.scope().covers(key) && planner.isAbout(key)) {
                    open.incrementAndGet();
                    tasks.submit(visitor.watched(() -> look(key, base, open)));
                }
            }
        } catch (StorageException e) {
            requireNotInterrupted();
            visitor.end(new RunEnd.Stopped(e));
        }
        if (visitor.goesOn()) {
            closeOne(open);
        }
        tasks.join();
        return visitor.goesOn();
    }

    private void look(ObjectKey key, SyncBase base, AtomicLong open) {
        Triple triple;
        try {
            Optional<SyncedObject> synced = options.ignoreBase() ? Optional.empty() : base.entry(key);
            triple = new Triple(key, stat(local, key), stat(remote, key), synced);
        } catch (StorageException e) {
            visitor.failed(key, e);
            closeOne(open);
            return;
        }
        boolean isAnything = triple.local().isPresent()
                || triple.remote().isPresent()
                || triple.base().isPresent();
        if (isAnything) {
            settle(planner.compare(triple), key, open);
        } else {
            closeOne(open);
        }
    }

    /// What a store cannot hold it is not asked for.
    private static Optional<ObjectMetadata> stat(IObjectStorageAdapter store, ObjectKey key) {
        return TargetFit.canHold(store.capabilities(), key) ? store.stat(key) : Optional.empty();
    }

    private void read(Tasks tasks, SyncBase base, Set<SyncSide> sorted) throws InterruptedException {
        try (var here = open(SyncSide.LOCAL, sorted);
                var there = open(SyncSide.REMOTE, sorted);
                Stream<SyncedObject> synced = options.ignoreBase() ? Stream.empty() : base.entries(options.scope());
                Stream<Step> steps = plan(here, there, synced.iterator(), base)) {
            submit(steps.iterator(), tasks);
        }
    }

    private Stream<Step> plan(OrderedListing here, OrderedListing there, Iterator<SyncedObject> synced, SyncBase base) {
        if (synced.hasNext()) {
            if (here.lacks(planner::isAbout, PEEKED)) {
                visitor.empty(SyncSide.LOCAL);
            }
            if (there.lacks(planner::isAbout, PEEKED)) {
                visitor.empty(SyncSide.REMOTE);
            }
        }
        Map<SyncSide, IObjectStorageAdapter> due = NameSurvey.due(visitor.targets(), options.names(), local, remote);
        if (due.isEmpty()) {
            return planner.plan(here, there, synced, this::noted);
        }
        var survey = NameSurvey.read(here, there, due, options.names(), planner::isAbout, base);
        return planner.plan(survey.local(), survey.remote(), synced, triple -> survey.marked(noted(triple)))
                .onClose(survey::close);
    }

    /// Names that stand for others, taken for what they are, would be new objects, and the others seem deleted.
    private Triple noted(Triple triple) {
        for (SyncSide side : SyncSide.values()) {
            IObjectStorageAdapter store = side == SyncSide.LOCAL ? local : remote;
            if (triple.on(side).isPresent() && RenamedStore.isUnnoted(store, triple.key())) {
                throw new SyncRefused.NamesNotNoted(store.store(), triple.key());
            }
        }
        return triple;
    }

    @SuppressWarnings("MustBeClosedChecker") // The caller's block closes it.
    private OrderedListing open(SyncSide side, Set<SyncSide> sorted) {
        var what = ListOptions.of(options.scope()).withOnSkipped(entry -> skipped(side, entry));
        return OrderedListing.open(side == SyncSide.LOCAL ? local : remote, what, sorted.contains(side));
    }

    private void skipped(SyncSide side, SkippedEntry entry) {
        visitor.skipped(side, entry);
        boolean isSource = visitor.targets().contains(side.other());
        if (isSource) {
            IObjectStorageAdapter store = side == SyncSide.LOCAL ? local : remote;
            refusedLinks.ifPresent(links -> links.meet(store.store(), entry));
        }
    }

    private void submit(Iterator<Step> steps, Tasks tasks) throws InterruptedException {
        var open = new AtomicLong(1);
        while (visitor.goesOn() && steps.hasNext()) {
            requireNotInterrupted();
            switch (steps.next()) {
                case Settled step -> {
                    Optional<Runnable> work = visitor.settled(step);
                    if (work.isPresent()) {
                        tasks.submit(visitor.watched(work.get()));
                    }
                }
                case NeedsContent step -> {
                    open.incrementAndGet();
                    tasks.submit(
                            visitor.watched(() -> settle(step, step.triple().key(), open)));
                }
            }
        }
        if (visitor.goesOn()) {
            closeOne(open);
        }
    }

    private static void requireNotInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void settle(Step first, ObjectKey key, AtomicLong open) {
        Step step = first;
        try {
            while (step instanceof NeedsContent asked) {
                step = planner.answer(asked, contents.answer(asked));
            }
        } catch (StorageException e) {
            visitor.failed(key, e);
        }
        Optional<Runnable> work = step instanceof Settled settled ? visitor.settled(settled) : Optional.empty();
        closeOne(open);
        work.ifPresent(Runnable::run);
    }

    private void closeOne(AtomicLong open) {
        if (open.decrementAndGet() == 0) {
            visitor.complete();
        }
    }
}
