package dev.waybill.domain.sync;

import dev.waybill.port.KeyPrefix;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Consumer;

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
/// @param refuseLinks whether each symbolic link that the source shows counts as failed; else they are only counted
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
        boolean refuseLinks,
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
        return with(draft -> draft.scope = prefix);
    }

    /// The same, comparing so.
    public SyncOptions withCompare(CompareMode mode) {
        return with(draft -> draft.compare = mode);
    }

    /// The same with these include patterns.
    public SyncOptions withInclude(List<String> patterns) {
        return with(draft -> draft.include = patterns);
    }

    /// The same with these exclude patterns.
    public SyncOptions withExclude(List<String> patterns) {
        return with(draft -> draft.exclude = patterns);
    }

    /// The same, deleting or not.
    public SyncOptions withDelete(boolean deletes) {
        return with(draft -> draft.delete = deletes);
    }

    /// The same under this guard.
    public SyncOptions withGuard(DeleteGuard newGuard) {
        return with(draft -> draft.guard = newGuard);
    }

    /// The same with this policy.
    public SyncOptions withConflicts(ConflictPolicy policy) {
        return with(draft -> draft.conflicts = policy);
    }

    /// The same, with the last sync ignored or not.
    public SyncOptions withIgnoreBase(boolean ignore) {
        return with(draft -> draft.ignoreBase = ignore);
    }

    /// The same, transferring again what was deleted at the target, or not.
    public SyncOptions withRestore(boolean restores) {
        return with(draft -> draft.restore = restores);
    }

    /// The same with this for names that the target cannot hold.
    public SyncOptions withNames(NamePolicy policy) {
        return with(draft -> draft.names = policy);
    }

    /// The same, taking each symbolic link at the source for a failure, or not.
    public SyncOptions withRefuseLinks(boolean refuses) {
        return with(draft -> draft.refuseLinks = refuses);
    }

    /// The same, changing nothing or not.
    public SyncOptions withDryRun(boolean dry) {
        return with(draft -> draft.dryRun = dry);
    }

    /// The same, keeping what is replaced or deleted, or not.
    public SyncOptions withKeep(boolean keeps) {
        return with(draft -> draft.keep = keeps);
    }

    private SyncOptions with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /// Options that differ from others in a part, while they are made. One thread.
    private static final class Draft {
        private KeyPrefix scope;
        private CompareMode compare;
        private List<String> include;
        private List<String> exclude;
        private boolean delete;
        private DeleteGuard guard;
        private ConflictPolicy conflicts;
        private boolean ignoreBase;
        private boolean restore;
        private NamePolicy names;
        private boolean refuseLinks;
        private boolean keep;
        private boolean dryRun;

        Draft(SyncOptions like) {
            scope = like.scope;
            compare = like.compare;
            include = like.include;
            exclude = like.exclude;
            delete = like.delete;
            guard = like.guard;
            conflicts = like.conflicts;
            ignoreBase = like.ignoreBase;
            restore = like.restore;
            names = like.names;
            refuseLinks = like.refuseLinks;
            keep = like.keep;
            dryRun = like.dryRun;
        }

        SyncOptions options() {
            return new SyncOptions(
                    scope,
                    compare,
                    include,
                    exclude,
                    delete,
                    guard,
                    conflicts,
                    ignoreBase,
                    restore,
                    names,
                    refuseLinks,
                    keep,
                    dryRun);
        }
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
        flag(text, refuseLinks, "--links error");
        flag(text, keep, "--keep");
        return text.toString();
    }

    private static void flag(StringJoiner text, boolean set, String flag) {
        if (set) {
            text.add(flag);
        }
    }
}
