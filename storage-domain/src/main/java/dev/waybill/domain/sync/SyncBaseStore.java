package dev.waybill.domain.sync;

import com.google.errorprone.annotations.MustBeClosed;

/// Where the [SyncBase] of every pair is kept.
public interface SyncBaseStore {
    /// Opens the base of a pair for one run, to be read and changed. No other run on the pair, of this
    /// process or another, can have it until it is closed.
    ///
    /// @throws SyncRefused.PairBusy if another run has it
    /// @throws SyncRefused.StateUnusable if it cannot be read or kept
    @MustBeClosed
    SyncBase open(SyncPair pair);

    /// Opens the base of a pair for one of several runs that work on it at the same time, each at keys of its own,
    /// in this process or others. No run that wants the pair for itself can have it meanwhile.
    ///
    /// @throws SyncRefused.PairBusy if a run has it for itself
    /// @throws SyncRefused.StateUnusable if it cannot be read or kept
    @MustBeClosed
    SyncBase openShared(SyncPair pair);

    /// Opens the base of a pair only to be read, also while a run has it. Where there is none, nothing is
    /// created.
    ///
    /// @throws SyncRefused.StateUnusable if it cannot be read
    @MustBeClosed
    SyncBase openReadOnly(SyncPair pair);
}
