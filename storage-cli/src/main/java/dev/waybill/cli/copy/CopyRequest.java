package dev.waybill.cli.copy;

/// How objects are copied.
///
/// @param recursive whether folders are copied with everything in them
/// @param move whether what was copied is removed at its source
/// @param dryRun whether to only tell what would be done
/// @param noClobber whether to leave alone what is there
/// @param refuseLinks whether each symbolic link in a folder counts as failed; else they are only counted
/// @param transfers how many objects at once
public record CopyRequest(
        boolean recursive, boolean move, boolean dryRun, boolean noClobber, boolean refuseLinks, int transfers) {}
