package dev.waybill.domain.sync;

import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.port.IObjectStorageAdapter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One run in both directions, from its begin to its report: in the history it is one run for each side, so that each
/// can be undone where it wrote. To be run once.
final class TwoWayRun {
    private static final String COMMAND = "sync";

    private final IObjectStorageAdapter local;
    private final IObjectStorageAdapter remote;
    private final ChecksumSources known;
    private final SyncOptions options;
    private final ConflictNames names;
    private final SyncBase base;
    private final RunHistoryStore history;
    private final TransferEngine engine;
    private final int atOnce;
    private final Clock clock;
    private final SyncListener pushing;
    private final SyncListener pulling;
    private SyncRefused.@Nullable SideEmpty refused;

    /// @param atOnce how many objects to compare or move at a time
    /// @param pushing told of what happens at the remote side
    /// @param pulling told of what happens at the local side
    TwoWayRun(
            IObjectStorageAdapter local,
            IObjectStorageAdapter remote,
            ChecksumSources known,
            SyncOptions options,
            ConflictNames names,
            SyncBase base,
            RunHistoryStore history,
            TransferEngine engine,
            int atOnce,
            Clock clock,
            SyncListener pushing,
            SyncListener pulling) {
        this.local = local;
        this.remote = remote;
        this.known = known;
        this.options = options;
        this.names = names;
        this.base = base;
        this.history = history;
        this.engine = engine;
        this.atOnce = atOnce;
        this.clock = clock;
        this.pushing = pushing;
        this.pulling = pulling;
    }

    /// @throws SyncRefused.SideEmpty if one side lost everything; nothing was done then
    TwoWayReport run() {
        Instant begin = clock.instant();
        var push = new Half(SyncDirection.PUSH, begin, pushing);
        var pull = new Half(SyncDirection.PULL, begin, pulling);
        TwoWayReport made = options.dryRun() ? dryRun(push, pull) : recorded(push, pull);
        if (refused != null) {
            throw refused;
        }
        return made;
    }

    private TwoWayReport dryRun(Half push, Half pull) {
        return run(
                push, pull, Optional.empty(), Changes.none(base, clock, pushing), Changes.none(base, clock, pulling));
    }

    private TwoWayReport recorded(Half push, Half pull) {
        var writer = Optional.of(new BaseWriter(base, push.name.value(), push.begin, clock));
        var made = new AtomicReference<TwoWayReport>();
        SyncReport pushed = push.recorded().run(toRemote -> {
            SyncReport unused = pull.recorded().run(toLocal -> {
                made.set(run(push, pull, writer, toRemote, toLocal));
                return made.get().pull();
            });
            return made.get().push();
        });
        return new TwoWayReport(pushed, made.get().pull());
    }

    private TwoWayReport run(Half push, Half pull, Optional<BaseWriter> writer, Changes toRemote, Changes toLocal) {
        Optional<RunJournal> pushJournal = push.journal();
        Optional<RunJournal> pullJournal = pull.journal();
        try (RunVisitor there = push.visitor(writer, pushJournal, toRemote);
                RunVisitor here = pull.visitor(writer, pullJournal, toLocal);
                var visitor = new TwoWayVisitor(
                        new SyncPair(local.store(), remote.store()),
                        options,
                        new TwoWayTable(options, local.capabilities(), remote.capabilities()),
                        there,
                        here,
                        new ConflictCopies(local, remote, engine, names, contents(), toLocal),
                        writer)) {
            try {
                run(visitor);
            } finally {
                writer.ifPresent(BaseWriter::flush);
            }
            visitor.rethrow();
            return new TwoWayReport(push.report(there, pushJournal), pull.report(here, pullJournal));
        }
    }

    private StoreContents contents() {
        return new StoreContents(local, remote, options.compare(), StoreTraits.commonPrecision(local, remote), known);
    }

    private void run(TwoWayVisitor visitor) {
        var pass = new ComparisonPass(local, remote, known, options, visitor);
        try (var tasks = Tasks.collecting(atOnce)) {
            visitor.finish(pass.read(tasks, base), tasks);
        } catch (SyncRefused.SideEmpty e) {
            // Thrown once the history has it that nothing was done.
            refused = e;
        } catch (InterruptedException e) {
            visitor.end(new RunEnd.Cancelled());
            Thread.currentThread().interrupt();
        }
    }

    /// What the run does at one side.
    private final class Half {
        private final RunName name;
        private final Instant begin;
        private final SyncEnds ends;
        private final SyncListener listener;

        Half(SyncDirection direction, Instant begin, SyncListener listener) {
            this.name = RunName.of(begin);
            this.begin = begin;
            this.ends = new SyncEnds(direction, local, remote);
            this.listener = listener;
        }

        RecordedRun recorded() {
            return new RecordedRun(COMMAND, name, begin, ends, options, base, history, engine, clock, listener);
        }

        Optional<RunJournal> journal() {
            return options.dryRun() ? Optional.empty() : Optional.of(new RunJournal(base.transfers(), ends, clock));
        }

        RunVisitor visitor(Optional<BaseWriter> writer, Optional<RunJournal> journal, Changes changes) {
            TransferEngine mover =
                    journal.map(written -> engine.journalling(written, clock)).orElse(engine);
            return new RunVisitor(ends, options, mover, writer, journal, changes);
        }

        SyncReport report(RunVisitor visitor, Optional<RunJournal> journal) {
            journal.ifPresent(written -> visitor.leave(written.resumable()));
            return visitor.report(name.value(), Duration.between(begin, clock.instant()));
        }
    }
}
