package dev.waybill.domain.artifact;

/// What a repository holds.
///
/// @param artifacts how many artifacts
/// @param versions how many versions they have, deleted ones too
/// @param files how many files those have
/// @param fileBytes how many bytes those have, each file of each version counted
/// @param distinctBytes how many bytes their different contents have: what the files would take if each content were
///     kept once
/// @param references how many references
/// @param referenceBytes how many bytes those declare, which the repository does not hold
public record RepositoryStatistics(
        long artifacts,
        long versions,
        long files,
        long fileBytes,
        long distinctBytes,
        long references,
        long referenceBytes) {

    /// How many bytes keeping each content once saves.
    public long savedBytes() {
        return fileBytes - distinctBytes;
    }
}
