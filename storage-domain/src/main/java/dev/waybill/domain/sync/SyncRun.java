package dev.waybill.domain.sync;

import dev.waybill.domain.sync.trash.RunCard;
import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.domain.sync.trash.Trash;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.domain.transfer.TransferEngine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// One run in one direction, from its begin to its report. To be run once.
final class SyncRun {
    private final SyncEnds ends;
    private final SyncOptions options;
    private final SyncBase base;
    private final RunHistoryStore history;
    private final TransferEngine engine;
    private final int atOnce;
    private final Clock clock;
    private final SyncListener listener;

    /// @param atOnce how many objects to compare or move at a time
    SyncRun(
            SyncEnds ends,
            SyncOptions options,
            SyncBase base,
            RunHistoryStore history,
            TransferEngine engine,
            int atOnce,
            Clock clock,
            SyncListener listener) {
        this.ends = ends;
        this.options = options;
        this.base = base;
        this.history = history;
        this.engine = engine;
        this.atOnce = atOnce;
        this.clock = clock;
        this.listener = listener;
    }

    SyncReport run() {
        Instant begin = clock.instant();
        var name = RunName.of(begin);
        if (options.dryRun()) {
            return run(name, begin, Optional.empty(), Changes.none(base, clock, listener));
        }
        try (RunLog log = history.begin(start(name, begin))) {
            var items = new ItemLog(log, clock);
            Optional<Trash> trash = options.keep() ? Optional.of(trash(name)) : Optional.empty();
            var writer = new BaseWriter(base, name.value(), begin, clock);
            SyncReport report;
            try {
                report = run(name, begin, Optional.of(writer), new Changes(trash, items, base, listener));
            } finally {
                items.sync();
                trash.ifPresent(place -> place.end(clock.instant()));
            }
            log.end(clock.instant(), report.end(), RunTotals.of(report));
            return report;
        }
    }

    private RunStart start(RunName name, Instant begin) {
        return new RunStart(
                name,
                ends.local().store().toString(),
                ends.remote().store().toString(),
                ends.direction().name().toLowerCase(Locale.ROOT),
                ends.direction(),
                options.text(),
                Optional.empty(),
                begin);
    }

    private Trash trash(RunName name) {
        var card = new RunCard(
                name, ends.local().store().toString(), ends.remote().store().toString(), Optional.empty());
        return new Trash(ends.target(), engine, card);
    }

    private SyncReport run(RunName name, Instant begin, Optional<BaseWriter> writer, Changes changes) {
        try (var visitor = new RunVisitor(ends, options, engine, writer, changes)) {
            try {
                run(visitor);
            } finally {
                writer.ifPresent(BaseWriter::flush);
            }
            visitor.rethrow();
            return visitor.report(name.value(), Duration.between(begin, clock.instant()));
        }
    }

    private void run(RunVisitor visitor) {
        var pass = new ComparisonPass(ends.local(), ends.remote(), options, visitor);
        try (var tasks = Tasks.collecting(atOnce)) {
            visitor.finish(pass.read(tasks, base), tasks);
        } catch (InterruptedException e) {
            visitor.end(new RunEnd.Cancelled());
            Thread.currentThread().interrupt();
        }
    }
}
