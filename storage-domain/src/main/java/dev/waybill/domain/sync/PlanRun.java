package dev.waybill.domain.sync;

import dev.waybill.domain.sync.trash.RunName;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.domain.transfer.TransferEngine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The making of one plan: a reading of both sides that changes nothing. To be run once.
final class PlanRun {
    private final SyncEnds ends;
    private final ChecksumSources known;
    private final SyncOptions options;
    private final PlanOrigin origin;
    private final SyncBase base;
    private final TransferEngine engine;
    private final int atOnce;
    private final Clock clock;
    private final PlanSink sink;
    private final PlanRecorder recorder;

    /// @param atOnce how many objects to compare at a time
    PlanRun(
            SyncEnds ends,
            ChecksumSources known,
            SyncOptions options,
            PlanOrigin origin,
            SyncBase base,
            TransferEngine engine,
            int atOnce,
            Clock clock,
            PlanSink sink,
            SyncListener listener) {
        this.ends = ends;
        this.known = known;
        this.options = options;
        this.origin = origin;
        this.base = base;
        this.engine = engine;
        this.atOnce = atOnce;
        this.clock = clock;
        this.sink = sink;
        this.recorder = new PlanRecorder(sink, listener, ends.target(), engine);
    }

    /// Makes the plan; it is made only if both listings ended.
    SyncReport run() {
        Instant begin = clock.instant();
        String id = RunName.of(begin).value();
        sink.begin(id);
        try (var visitor = new RunVisitor(
                ends, options, engine, Optional.empty(), Optional.empty(), Changes.none(base, clock, recorder))) {
            boolean complete = read(visitor);
            visitor.rethrow();
            visitor.judge(complete);
            SyncReport report = visitor.report(id, Duration.between(begin, clock.instant()));
            if (complete && report.end() instanceof RunEnd.Completed) {
                sink.finish(header(id, begin, visitor.deleteFigures(), report), totals(report));
            }
            return report;
        }
    }

    private boolean read(RunVisitor visitor) {
        var pass = new ComparisonPass(ends.local(), ends.remote(), known, options, visitor);
        try (var tasks = Tasks.collecting(atOnce)) {
            return pass.read(tasks, base);
        } catch (InterruptedException e) {
            visitor.end(new RunEnd.Cancelled());
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private PlanHeader header(String id, Instant begin, DeleteFigures deletes, SyncReport report) {
        var pair = new SyncPair(ends.local().store(), ends.remote().store());
        return new PlanHeader(
                id,
                begin,
                ends.direction(),
                pair,
                origin,
                options.withDryRun(false),
                recorder.counts(),
                deletes,
                report.failureCount());
    }

    private PlanTotals totals(SyncReport report) {
        return new PlanTotals(
                report.planned(),
                report.conflictCount(),
                report.planned(Reason.NAME_TAKEN).objects(),
                recorder.renamed(),
                report.skipped(),
                report.skippedAtTarget(),
                recorder.cost());
    }
}
