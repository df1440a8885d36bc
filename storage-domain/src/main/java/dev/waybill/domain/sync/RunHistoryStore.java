package dev.waybill.domain.sync;

import com.google.errorprone.annotations.MustBeClosed;

/// Where the history of runs is kept, for as long as it is worth.
public interface RunHistoryStore {
    /// Begins the record of a run.
    ///
    /// @throws SyncRefused.StateUnusable if it cannot be kept
    @MustBeClosed
    RunLog begin(RunStart run);

    /// Opens what there is, to be read; where nothing is, nothing is created.
    ///
    /// @throws SyncRefused.StateUnusable if it cannot be read
    @MustBeClosed
    RunHistory open();
}
