package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.LineageDocument;
import java.util.List;

/// What a run made and used.
///
/// @param run the run
/// @param created the versions it saved
/// @param used the versions it used
public record RunLineage(RunPath run, List<LineageDocument.Entry> created, List<LineageDocument.Entry> used) {}
