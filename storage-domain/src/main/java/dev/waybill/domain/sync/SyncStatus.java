package dev.waybill.domain.sync;

/// What a push and a pull would do now.
///
/// @param push the report of a push that changes nothing
/// @param pull the report of a pull that changes nothing
public record SyncStatus(SyncReport push, SyncReport pull) {}
