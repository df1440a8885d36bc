package dev.waybill.domain.sync.trash;

import java.util.Optional;

/// What the trash of a store holds of one run.
///
/// @param run the run
/// @param objects how many objects were kept
/// @param bytes what they hold, with what Waybill notes beside them
/// @param card whose it is; empty if that cannot be read
public record TrashRun(RunName run, long objects, long bytes, Optional<RunCard> card) {}
