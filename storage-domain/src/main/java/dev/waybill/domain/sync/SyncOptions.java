package dev.waybill.domain.sync;

import dev.waybill.port.KeyPrefix;
import java.util.List;

/// What to sync and how.
///
/// @param scope only keys that begin so, on both sides
/// @param compare how versions are compared
/// @param include patterns in gitignore syntax of which a key, or a folder it lies in, must match one; none
///     means all
/// @param exclude patterns in gitignore syntax of what to leave alone on both sides; the last that matches
///     decides, and one that begins with `!` takes back
/// @param delete whether what was deleted at the source is deleted at the target
/// @param guard what holds deletes back
/// @param conflicts what to do about what changed on both sides
/// @param ignoreBase compare as if the two sides had never been synced: what the target lacks is transferred
///     even if it was deleted there, and nothing is deleted
/// @param restore whether what was deleted at the target is transferred again; where the target holds nothing at
///     all that the run is about, that is done in any case
/// @param dryRun plan and report only; neither side nor the record of the last sync changes
public record SyncOptions(
        KeyPrefix scope,
        CompareMode compare,
        List<String> include,
        List<String> exclude,
        boolean delete,
        DeleteGuard guard,
        ConflictPolicy conflicts,
        boolean ignoreBase,
        boolean restore,
        boolean dryRun) {

    /// Everything, compared by [CompareMode#AUTO], nothing deleted, conflicts reported.
    public static final SyncOptions DEFAULT = new SyncOptions(
            KeyPrefix.ALL,
            CompareMode.AUTO,
            List.of(),
            List.of(),
            false,
            DeleteGuard.DEFAULT,
            ConflictPolicy.REPORT,
            false,
            false,
            false);

    /// @throws IllegalArgumentException naming a pattern that is none, and why
    public SyncOptions {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        IgnoreRules.requireValid(include);
        IgnoreRules.requireValid(exclude);
    }

    /// The same, only for keys that begin with `prefix`.
    public SyncOptions withScope(KeyPrefix prefix) {
        return new SyncOptions(
                prefix, compare, include, exclude, delete, guard, conflicts, ignoreBase, restore, dryRun);
    }

    /// The same, comparing so.
    public SyncOptions withCompare(CompareMode mode) {
        return new SyncOptions(scope, mode, include, exclude, delete, guard, conflicts, ignoreBase, restore, dryRun);
    }

    /// The same with these include patterns.
    public SyncOptions withInclude(List<String> patterns) {
        return new SyncOptions(
                scope, compare, patterns, exclude, delete, guard, conflicts, ignoreBase, restore, dryRun);
    }

    /// The same with these exclude patterns.
    public SyncOptions withExclude(List<String> patterns) {
        return new SyncOptions(
                scope, compare, include, patterns, delete, guard, conflicts, ignoreBase, restore, dryRun);
    }

    /// The same, deleting or not.
    public SyncOptions withDelete(boolean deletes) {
        return new SyncOptions(
                scope, compare, include, exclude, deletes, guard, conflicts, ignoreBase, restore, dryRun);
    }

    /// The same under this guard.
    public SyncOptions withGuard(DeleteGuard newGuard) {
        return new SyncOptions(
                scope, compare, include, exclude, delete, newGuard, conflicts, ignoreBase, restore, dryRun);
    }

    /// The same with this policy.
    public SyncOptions withConflicts(ConflictPolicy policy) {
        return new SyncOptions(scope, compare, include, exclude, delete, guard, policy, ignoreBase, restore, dryRun);
    }

    /// The same, with the last sync ignored or not.
    public SyncOptions withIgnoreBase(boolean ignore) {
        return new SyncOptions(scope, compare, include, exclude, delete, guard, conflicts, ignore, restore, dryRun);
    }

    /// The same, transferring again what was deleted at the target, or not.
    public SyncOptions withRestore(boolean restores) {
        return new SyncOptions(
                scope, compare, include, exclude, delete, guard, conflicts, ignoreBase, restores, dryRun);
    }

    /// The same, changing nothing or not.
    public SyncOptions withDryRun(boolean dry) {
        return new SyncOptions(scope, compare, include, exclude, delete, guard, conflicts, ignoreBase, restore, dry);
    }
}
