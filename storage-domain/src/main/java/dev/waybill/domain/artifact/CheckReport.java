package dev.waybill.domain.artifact;

import java.util.List;

/// What a check looked at and found.
///
/// @param versions how many versions were looked at
/// @param files how many of their files
/// @param bytes how many bytes were read and hashed
/// @param findings the damage, in the order of versions
public record CheckReport(long versions, long files, long bytes, List<CheckFinding> findings) {
    /// Whether everything is right, or right again.
    public boolean isSound() {
        return findings.stream().allMatch(CheckFinding::mended);
    }
}
