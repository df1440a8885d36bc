package dev.waybill.domain.sync;

/// What a run in both directions did, or in a dry run would do. What needs no bytes, as what both sides deleted, is
/// told of as part of the push.
///
/// @param push what it did at the remote side
/// @param pull what it did at the local side; deletes are held back on both sides or on none
public record TwoWayReport(SyncReport push, SyncReport pull) {
    /// Whether all that was asked for was done.
    public boolean isClean() {
        return push.isClean() && pull.isClean();
    }
}
