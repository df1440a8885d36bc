package dev.waybill.domain.sync;

import dev.waybill.port.Checksum;
import dev.waybill.port.ObjectKey;
import dev.waybill.port.SkippedEntry;
import dev.waybill.port.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Counts what a run decides and does, and tells its listener. Any number of threads may call it.
final class RunLedger {
    private final SyncDirection direction;
    private final SyncListener listener;
    private final Map<Reason, Tally> planned = new EnumMap<>(Reason.class);
    private final Map<Reason, Tally> done = new EnumMap<>(Reason.class);
    private final List<SyncAction.Conflict> conflicts = new ArrayList<>();
    private final List<SyncFailure> failures = new ArrayList<>();
    private final Map<SyncSide, Map<SkippedEntry.Reason, Long>> skipped = new EnumMap<>(SyncSide.class);
    private Tally moved = Tally.NONE;
    private Resumption resumption = Resumption.NONE;
    private long conflictCount;
    private long failureCount;
    private @Nullable RunEnd ended;

    RunLedger(SyncDirection direction, SyncListener listener) {
        this.direction = direction;
        this.listener = listener;
        for (SyncSide side : SyncSide.values()) {
            skipped.put(side, new EnumMap<>(SkippedEntry.Reason.class));
        }
    }

    /// Forgets what was planned: planning begins again. What was done was right and stays.
    synchronized void replan() {
        planned.clear();
        planned.putAll(done);
        conflicts.clear();
        conflictCount = 0;
        skipped.values().forEach(Map::clear);
    }

    void planned(SyncAction action) {
        planned(action, false);
    }

    /// @param late whether it has to wait for the deletes
    void planned(SyncAction action, boolean late) {
        synchronized (this) {
            planned.merge(action.reason(), Tally.NONE.plus(action.size()), Tally::plus);
            if (action instanceof SyncAction.Conflict conflict) {
                conflictCount++;
                if (conflicts.size() < SyncReport.LISTED) {
                    conflicts.add(conflict);
                }
            }
        }
        if (!(action instanceof SyncAction.Unchanged)) {
            listener.on(new SyncEvent.Planned(action, late));
        }
    }

    void done(SyncAction action, Optional<Checksum> checksum) {
        synchronized (this) {
            done.merge(action.reason(), Tally.NONE.plus(action.size()), Tally::plus);
            if (action instanceof SyncAction.Transfer) {
                moved = moved.plus(action.size());
            }
        }
        listener.on(new SyncEvent.Done(action, checksum));
    }

    void resumed(ObjectKey key, int parts, long bytes) {
        synchronized (this) {
            resumption = resumption.plus(parts, bytes);
        }
        listener.on(new SyncEvent.Resumed(key, parts, bytes));
    }

    /// So many transfers can be gone on with by the next run.
    synchronized void resumable(long count) {
        resumption = resumption.withResumable(count);
    }

    void failed(ObjectKey key, StorageException cause, FailureKind kind) {
        var failure = new SyncFailure(key, cause, kind);
        synchronized (this) {
            failureCount++;
            if (failures.size() < SyncReport.LISTED) {
                failures.add(failure);
            }
        }
        listener.on(new SyncEvent.Failed(failure));
    }

    void skipped(SyncSide side, SkippedEntry entry) {
        synchronized (this) {
            skipped.getOrDefault(side, Map.of()).merge(entry.reason(), 1L, Long::sum);
        }
        listener.on(new SyncEvent.Skipped(side, entry));
    }

    void tell(SyncEvent event) {
        listener.on(event);
    }

    /// The run ends so; the first to say so decides.
    synchronized void end(RunEnd end) {
        if (ended == null) {
            ended = end;
        }
    }

    /// How it ended, if something ended it.
    synchronized Optional<RunEnd> ended() {
        return Optional.ofNullable(ended);
    }

    /// Whether the run is to go on.
    synchronized boolean goesOn() {
        return ended == null;
    }

    /// Whether something failed or stopped the run, so that nothing may be deleted.
    synchronized boolean isTroubled() {
        return failureCount > 0 || ended != null;
    }

    synchronized SyncReport report(String run, boolean dryRun, DeleteOutcome deletes, Duration duration) {
        SyncSide source = direction == SyncDirection.PUSH ? SyncSide.LOCAL : SyncSide.REMOTE;
        SyncSide target = direction == SyncDirection.PUSH ? SyncSide.REMOTE : SyncSide.LOCAL;
        return new SyncReport(
                direction,
                run,
                dryRun,
                ended == null ? new RunEnd.Completed() : ended,
                planned,
                done,
                moved,
                resumption,
                deletes,
                conflictCount,
                conflicts,
                failureCount,
                failures,
                skipped.getOrDefault(source, Map.of()),
                skipped.getOrDefault(target, Map.of()),
                duration);
    }
}
