package dev.waybill.domain.sync.undo;

import dev.waybill.domain.sync.RunEnd;
import dev.waybill.domain.sync.RunStart;
import dev.waybill.domain.sync.RunTotals;
import dev.waybill.domain.sync.Tally;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Counts what undoing comes to, and tells who listens. Any number of threads may call it.
final class UndoLedger {
    private final Consumer<UndoEvent> listener;
    private Tally restored = Tally.NONE;
    private Tally removed = Tally.NONE;
    private long asBefore;
    private long refused;
    private long failures;
    private @Nullable RunEnd ended;

    UndoLedger(Consumer<UndoEvent> listener) {
        this.listener = listener;
    }

    void tell(UndoEvent event) {
        synchronized (this) {
            switch (event) {
                case UndoEvent.Restored one -> restored = restored.plus(one.size());
                case UndoEvent.Removed one -> removed = removed.plus(one.size());
                case UndoEvent.AsBefore one -> asBefore++;
                case UndoEvent.Refused one -> refused++;
                case UndoEvent.Failed one -> failures++;
            }
        }
        listener.accept(event);
    }

    /// The run ends so; the first to say so decides.
    synchronized void end(RunEnd end) {
        if (ended == null) {
            ended = end;
        }
    }

    synchronized boolean goesOn() {
        return ended == null;
    }

    synchronized RunEnd end() {
        return ended == null ? new RunEnd.Completed() : ended;
    }

    synchronized RunTotals totals() {
        return new RunTotals(restored, removed, refused, failures);
    }

    synchronized UndoReport report(RunStart undone, RunStart start, boolean dryRun, Duration duration) {
        return new UndoReport(undone, start, dryRun, end(), restored, removed, asBefore, refused, failures, duration);
    }
}
