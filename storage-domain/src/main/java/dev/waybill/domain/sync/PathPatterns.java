package dev.waybill.domain.sync;

import java.util.List;
import java.util.function.BiPredicate;

/// Which paths of a tree are meant, by patterns in gitignore syntax: those that an include pattern matches, all where
/// there is none, but for those that an exclude pattern matches. What holds for a folder holds for all that lies in it.
///
/// Any number of threads.
public final class PathPatterns {
    private final IgnoreRules include;
    private final IgnoreRules exclude;

    private PathPatterns(IgnoreRules include, IgnoreRules exclude) {
        this.include = include;
        this.exclude = exclude;
    }

    /// The paths that these patterns mean.
    ///
    /// @throws IllegalArgumentException naming the first that is no pattern, and the rule
    public static PathPatterns of(List<String> include, List<String> exclude) {
        return new PathPatterns(IgnoreRules.ofPatterns(include), IgnoreRules.ofPatterns(exclude));
    }

    /// Whether the file at `path` is meant.
    ///
    /// @param path its names, parted by `/`
    public boolean include(String path) {
        return (include.isEmpty() || isMatched(include, path, false)) && !isMatched(exclude, path, false);
    }

    /// Whether nothing in a folder is meant, whatever its name, since the folder is excluded.
    ///
    /// @param path its names, parted by `/`, without one at the end
    public boolean excludeFolder(String path) {
        return isMatched(exclude, path, true);
    }

    /// Whether the path matches, or a folder that it lies in.
    private static boolean isMatched(IgnoreRules rules, String path, boolean folder) {
        BiPredicate<String, Boolean> matches = (name, isFolder) ->
                rules.match(name, isFolder).filter(IgnoreRules.Rule::ignores).isPresent();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (matches.test(path.substring(0, slash), true)) {
                return true;
            }
        }
        return matches.test(path, folder);
    }
}
