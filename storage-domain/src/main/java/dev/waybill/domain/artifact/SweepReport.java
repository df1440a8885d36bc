package dev.waybill.domain.artifact;

import java.util.List;

/// What a sweep removed, or would.
///
/// @param contents how many contents that no version has
/// @param bytes how many bytes those have
/// @param leftovers what saves and removals left that did not end, by version
/// @param failures what could not be removed
public record SweepReport(long contents, long bytes, List<String> leftovers, List<ArtifactProblem> failures) {}
