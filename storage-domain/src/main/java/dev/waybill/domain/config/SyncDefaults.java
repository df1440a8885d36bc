package dev.waybill.domain.config;

import dev.waybill.domain.sync.CompareMode;
import dev.waybill.domain.sync.NamePolicy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What holds for push, pull and status where no flag says otherwise.
///
/// @param include patterns (gitignore syntax) of what takes part; all if empty
/// @param exclude patterns (gitignore syntax) of what does not
/// @param links what becomes of symbolic links
/// @param compare how equal is told from changed
/// @param names what becomes of what the target cannot hold under its name
/// @param transfers how many files move at once
/// @param keep whether what is replaced or deleted is kept in the trash of the target
/// @param historyRuns how many runs the history keeps
/// @param historyDays for how many days it keeps them
public record SyncDefaults(
        List<String> include,
        List<String> exclude,
        Optional<Links> links,
        Optional<CompareMode> compare,
        Optional<NamePolicy> names,
        OptionalInt transfers,
        Optional<Boolean> keep,
        OptionalInt historyRuns,
        OptionalInt historyDays) {

    /// Nothing is configured.
    public static final SyncDefaults NONE = new SyncDefaults(
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty());

    /// What becomes of symbolic links.
    public enum Links {
        /// Left out, counted, and reported.
        SKIP,
        /// What they lead to is taken, within the folder.
        FOLLOW,
        /// Each counts as failed.
        ERROR
    }

    public SyncDefaults {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /// The same with this for symbolic links.
    SyncDefaults withLinks(Links choice) {
        return new SyncDefaults(
                include, exclude, Optional.of(choice), compare, names, transfers, keep, historyRuns, historyDays);
    }
}
