package dev.waybill.domain.sync;

/// Where a plan goes while it is made. Any number of threads may call it, but for the begin and the end.
public interface PlanSink {
    /// A plan of this name is being made.
    void begin(String id);

    /// The plan has this step.
    void step(PlanStep step);

    /// An object stays as it is because of a conflict, or since the target cannot hold it.
    void left(SyncAction action);

    /// An object could not be compared.
    void failed(SyncFailure failure);

    /// Forget what was told since the begin: planning begins again.
    void restart();

    /// The plan is made. Not called if it could not be made.
    void finish(PlanHeader header, PlanTotals totals);
}
