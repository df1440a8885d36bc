package dev.waybill.domain.catalog;

import dev.waybill.domain.artifact.RunLineage;
import java.time.Instant;
import java.util.Optional;

/// What the index of a catalog says of a run.
///
/// @param lineage what it made and used
/// @param status as the run says; empty if it does not
/// @param createdAt when it began
/// @param deleted whether it is deleted and can be restored
public record RunRecord(RunLineage lineage, String status, Optional<Instant> createdAt, boolean deleted) {}
