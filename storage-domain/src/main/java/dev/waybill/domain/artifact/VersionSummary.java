package dev.waybill.domain.artifact;

import dev.waybill.domain.artifact.format.VersionEntry;
import java.util.List;

/// A version in the list of an artifact's versions.
///
/// @param entry what the index says of it
/// @param aliases what names it
/// @param deleted whether it is deleted and can be restored
public record VersionSummary(VersionEntry entry, List<String> aliases, boolean deleted) {}
