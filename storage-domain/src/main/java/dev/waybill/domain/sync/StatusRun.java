package dev.waybill.domain.sync;

import dev.waybill.domain.sync.Step.Settled;
import dev.waybill.domain.transfer.Tasks;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// One reading of both sides of which both directions make their plan; nothing is changed. To be run once.
final class StatusRun implements ComparisonPass.Visitor {
    private static final String NAME = "status";

    private final ComparisonPass pass;
    private final RunVisitor push;
    private final RunVisitor pull;
    private final SyncBase base;
    private final int atOnce;
    private final Clock clock;

    StatusRun(
            IObjectStorageAdapter local,
            IObjectStorageAdapter remote,
            ChecksumSources known,
            SyncOptions options,
            SyncBase base,
            TransferEngine engine,
            int atOnce,
            Clock clock) {
        pass = new ComparisonPass(local, remote, known, options, this);
        push = visitor(new SyncEnds(SyncDirection.PUSH, local, remote), options, engine, base, clock);
        pull = visitor(new SyncEnds(SyncDirection.PULL, local, remote), options, engine, base, clock);
        this.base = base;
        this.atOnce = atOnce;
        this.clock = clock;
    }

    private static RunVisitor visitor(
            SyncEnds ends, SyncOptions options, TransferEngine engine, SyncBase base, Clock clock) {
        return new RunVisitor(
                ends,
                options,
                engine,
                Optional.empty(),
                Optional.empty(),
                Changes.none(base, clock, SyncListener.NONE));
    }

    SyncStatus run() {
        Instant begin = clock.instant();
        try (push;
                pull) {
            read();
            push.rethrow();
            pull.rethrow();
            Duration duration = Duration.between(begin, clock.instant());
            return new SyncStatus(push.report(NAME, duration), pull.report(NAME, duration));
        }
    }

    private void read() {
        try (var tasks = Tasks.collecting(atOnce)) {
            boolean complete = pass.read(tasks, base);
            push.finish(complete, tasks);
            pull.finish(complete, tasks);
        } catch (InterruptedException e) {
            end(new RunEnd.Cancelled());
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Set<SyncSide> targets() {
        return EnumSet.allOf(SyncSide.class);
    }

    @Override
    public boolean goesOn() {
        return push.goesOn() && pull.goesOn();
    }

    @Override
    public void empty(SyncSide side) {
        push.empty(side);
        pull.empty(side);
    }

    @Override
    public Optional<Runnable> settled(Settled step) {
        // Without a record to write to, neither has work to do.
        push.settled(step);
        return pull.settled(step);
    }

    @Override
    public void failed(ObjectKey key, StorageException cause) {
        push.failed(key, cause);
        pull.failed(key, cause);
    }

    @Override
    public void skipped(SyncSide side, SkippedEntry entry) {
        push.skipped(side, entry);
        pull.skipped(side, entry);
    }

    @Override
    public void complete() {
        push.complete();
        pull.complete();
    }

    @Override
    public void replan(OrderedListing.OutOfOrder disorder) {
        push.replan(disorder);
        pull.replan(disorder);
    }

    @Override
    public void end(RunEnd end) {
        push.end(end);
        pull.end(end);
    }

    @Override
    public Runnable watched(Runnable work) {
        return push.watched(work);
    }
}
