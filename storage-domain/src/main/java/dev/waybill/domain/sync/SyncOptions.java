package dev.waybill.domain.sync;

import dev.waybill.port.KeyPrefix;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

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
/// @param names what becomes of what the target cannot hold under its name
/// @param keep whether what is replaced or deleted at the target is first copied to its trash
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
        NamePolicy names,
        boolean keep,
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
            NamePolicy.ERROR,
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
                prefix, compare, include, exclude, delete, guard, conflicts, ignoreBase, restore, names, keep, dryRun);
    }

    /// The same, comparing so.
    public SyncOptions withCompare(CompareMode mode) {
        return new SyncOptions(
                scope, mode, include, exclude, delete, guard, conflicts, ignoreBase, restore, names, keep, dryRun);
    }

    /// The same with these include patterns.
    public SyncOptions withInclude(List<String> patterns) {
        return new SyncOptions(
                scope, compare, patterns, exclude, delete, guard, conflicts, ignoreBase, restore, names, keep, dryRun);
    }

    /// The same with these exclude patterns.
    public SyncOptions withExclude(List<String> patterns) {
        return new SyncOptions(
                scope, compare, include, patterns, delete, guard, conflicts, ignoreBase, restore, names, keep, dryRun);
    }

    /// The same, deleting or not.
    public SyncOptions withDelete(boolean deletes) {
        return new SyncOptions(
                scope, compare, include, exclude, deletes, guard, conflicts, ignoreBase, restore, names, keep, dryRun);
    }

    /// The same under this guard.
    public SyncOptions withGuard(DeleteGuard newGuard) {
        return new SyncOptions(
                scope,
                compare,
                include,
                exclude,
                delete,
                newGuard,
                conflicts,
                ignoreBase,
                restore,
                names,
                keep,
                dryRun);
    }

    /// The same with this policy.
    public SyncOptions withConflicts(ConflictPolicy policy) {
        return new SyncOptions(
                scope, compare, include, exclude, delete, guard, policy, ignoreBase, restore, names, keep, dryRun);
    }

    /// The same, with the last sync ignored or not.
    public SyncOptions withIgnoreBase(boolean ignore) {
        return new SyncOptions(
                scope, compare, include, exclude, delete, guard, conflicts, ignore, restore, names, keep, dryRun);
    }

    /// The same, transferring again what was deleted at the target, or not.
    public SyncOptions withRestore(boolean restores) {
        return new SyncOptions(
                scope, compare, include, exclude, delete, guard, conflicts, ignoreBase, restores, names, keep, dryRun);
    }

    /// The same with this for names that the target cannot hold.
    public SyncOptions withNames(NamePolicy policy) {
        return new SyncOptions(
                scope, compare, include, exclude, delete, guard, conflicts, ignoreBase, restore, policy, keep, dryRun);
    }

    /// The same, changing nothing or not.
    public SyncOptions withDryRun(boolean dry) {
        return new SyncOptions(
                scope, compare, include, exclude, delete, guard, conflicts, ignoreBase, restore, names, keep, dry);
    }

    /// The same, keeping what is replaced or deleted, or not.
    public SyncOptions withKeep(boolean keeps) {
        return new SyncOptions(
                scope, compare, include, exclude, delete, guard, conflicts, ignoreBase, restore, names, keeps, dryRun);
    }

    /// What of them decides what is done, as the flags of the command that ask for it.
    String text() {
        var text = new StringJoiner(" ");
        if (!scope.value().isEmpty()) {
            text.add("--scope " + scope);
        }
        if (compare != CompareMode.AUTO) {
            text.add("--compare " + compare.name().toLowerCase(Locale.ROOT));
        }
        include.forEach(pattern -> text.add("--include " + pattern));
        exclude.forEach(pattern -> text.add("--exclude " + pattern));
        flag(text, delete, "--delete");
        guard.maxDeletes().ifPresent(most -> text.add("--max-delete " + most));
        flag(text, guard.force(), "--force-delete");
        flag(text, conflicts == ConflictPolicy.SOURCE_WINS, "--overwrite");
        flag(text, restore, "--restore");
        if (names != NamePolicy.ERROR) {
            text.add("--names " + names.name().toLowerCase(Locale.ROOT));
        }
        flag(text, keep, "--keep");
        return text.toString();
    }

    private static void flag(StringJoiner text, boolean set, String flag) {
        if (set) {
            text.add(flag);
        }
    }
}
