package dev.waybill.domain.sync;

import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.port.ObjectKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One run in one direction, from its begin to its report. To be run once.
final class SyncRun {
    private final SyncEnds ends;
    private final ChecksumSources known;
    private final SyncOptions options;
    private final SyncBase base;
    private final RunHistoryStore history;
    private final TransferEngine engine;
    private final int atOnce;
    private final Clock clock;
    private final SyncListener listener;
    private final Optional<Iterable<ObjectKey>> chosen;

    /// @param atOnce how many objects to compare or move at a time
    /// @param chosen the only keys to look at; both sides are listed otherwise
    SyncRun(
            SyncEnds ends,
            ChecksumSources known,
            SyncOptions options,
            SyncBase base,
            RunHistoryStore history,
            TransferEngine engine,
            int atOnce,
            Clock clock,
            SyncListener listener,
            Optional<Iterable<ObjectKey>> chosen) {
        this.ends = ends;
        this.known = known;
        this.options = options;
        this.base = base;
        this.history = history;
        this.engine = engine;
        this.atOnce = atOnce;
        this.clock = clock;
        this.listener = listener;
        this.chosen = chosen;
    }

    SyncReport run() {
        Instant begin = clock.instant();
        var name = RunName.of(begin);
        if (options.dryRun()) {
            return run(name, begin, Optional.empty(), Optional.empty(), Changes.none(base, clock, listener));
        }
        var writer = new BaseWriter(base, name.value(), begin, clock);
        var journal = new RunJournal(base.transfers(), ends, clock);
        if (chosen.isPresent()) {
            // What is to be done about other keys it cannot tell.
            journal.keepAll();
        }
        return new RecordedRun(name, begin, ends, options, base, history, engine, clock, listener)
                .run(changes -> run(name, begin, Optional.of(writer), Optional.of(journal), changes));
    }

    private SyncReport run(
            RunName name, Instant begin, Optional<BaseWriter> writer, Optional<RunJournal> journal, Changes changes) {
        TransferEngine mover =
                journal.map(written -> engine.journalling(written, clock)).orElse(engine);
        try (var visitor = new RunVisitor(ends, options, mover, writer, journal, changes)) {
            try {
                run(visitor);
            } finally {
                writer.ifPresent(BaseWriter::flush);
            }
            visitor.rethrow();
            journal.ifPresent(written -> visitor.leave(written.resumable()));
            return visitor.report(name.value(), Duration.between(begin, clock.instant()));
        }
    }

    private void run(RunVisitor visitor) {
        var pass = new ComparisonPass(ends.local(), ends.remote(), known, options, visitor);
        try (var tasks = Tasks.collecting(atOnce)) {
            boolean complete = chosen.isPresent() ? pass.read(tasks, base, chosen.get()) : pass.read(tasks, base);
            visitor.finish(complete, tasks);
        } catch (InterruptedException e) {
            visitor.end(new RunEnd.Cancelled());
            Thread.currentThread().interrupt();
        }
    }
}
