package dev.waybill.domain.artifact;

import java.util.Map;

/// What a download did.
///
/// @param files how many files were written
/// @param bytes how many bytes they have
/// @param reused how many of those bytes were on this machine already, or came with another file of the download
/// @param present how many were there already, with the same bytes
/// @param failures why files were not written, by path
public record DownloadResult(
        long files, long bytes, long reused, long present, Map<String, RuntimeException> failures) {
    /// Copies the failures.
    public DownloadResult {
        failures = Map.copyOf(failures);
    }
}
