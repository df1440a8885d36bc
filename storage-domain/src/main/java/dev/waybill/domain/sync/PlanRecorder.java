package dev.waybill.domain.sync;

import dev.waybill.domain.sync.names.RenamedStore;
import dev.waybill.domain.transfer.TransferEngine;
import dev.waybill.port.Capabilities;
import dev.waybill.port.IObjectStorageAdapter;
import dev.waybill.port.ObjectKey;
import java.util.Optional;

/// Makes steps of a plan of what a run that changes nothing decides on. Any number of threads may call it.
final class PlanRecorder implements SyncListener {
    private final PlanSink sink;
    private final SyncListener also;
    private final Capabilities target;
    private final Optional<RenamedStore> names;
    private final TransferEngine engine;
    private PlanCounts counts = PlanCounts.NONE;
    private PlanCost cost = PlanCost.NONE;
    private long renamed;

    /// @param also told of everything, too
    PlanRecorder(PlanSink sink, SyncListener also, IObjectStorageAdapter target, TransferEngine engine) {
        this.sink = sink;
        this.also = also;
        this.target = target.capabilities();
        this.names = target instanceof RenamedStore renamed ? Optional.of(renamed) : Optional.empty();
        this.engine = engine;
    }

    @Override
    public void on(SyncEvent event) {
        switch (event) {
            case SyncEvent.Planned planned -> planned(planned);
            case SyncEvent.Failed failed -> sink.failed(failed.failure());
            case SyncEvent.Replanned replanned -> restart();
            case SyncEvent.PlanComplete complete -> {}
            case SyncEvent.Skipped skipped -> {}
            case SyncEvent.Moved moved -> {}
            case SyncEvent.Resumed resumed -> {}
            case SyncEvent.BegunAnew anew -> {}
            case SyncEvent.Reused reused -> {}
            case SyncEvent.WentWhole whole -> {}
            case SyncEvent.Renamed renamed -> {}
            case SyncEvent.Done done -> {}
        }
        also.on(event);
    }

    private void planned(SyncEvent.Planned planned) {
        switch (planned.action()) {
            case SyncAction.Transfer transfer -> step(planned);
            case SyncAction.Delete delete -> step(planned);
            case SyncAction.Adopt adopt -> step(planned);
            case SyncAction.Forget forget -> step(planned);
            case SyncAction.Conflict conflict -> sink.left(conflict);
            case SyncAction.LeftAlone left -> {}
            case SyncAction.Unchanged unchanged -> {}
            case SyncAction.Refused refused -> {
                // Told of again, as a failure.
            }
        }
    }

    private void step(SyncEvent.Planned planned) {
        Optional<ObjectKey> as = names.filter(store -> planned.action() instanceof SyncAction.Transfer)
                .flatMap(store -> store.otherName(planned.action().key()));
        var step = new PlanStep(planned.action(), planned.late(), as, 0);
        synchronized (this) {
            counts = counts.plus(step);
            cost = cost.plus(step, target, engine);
            renamed += as.isPresent() ? 1 : 0;
        }
        sink.step(step);
    }

    private void restart() {
        synchronized (this) {
            counts = PlanCounts.NONE;
            cost = PlanCost.NONE;
            renamed = 0;
        }
        sink.restart();
    }

    synchronized PlanCounts counts() {
        return counts;
    }

    /// How many transfers are to another name than the source has.
    synchronized long renamed() {
        return renamed;
    }

    synchronized PlanCost cost() {
        return cost;
    }
}
