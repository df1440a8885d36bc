package dev.waybill.cli.artifact;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;

/// Patterns of paths, each of which matches a whole path or the last name of one.
final class Globs {
    private final List<PathMatcher> matchers;

    /// @throws IllegalArgumentException naming a pattern that is none
    Globs(List<String> patterns) {
        matchers = patterns.stream()
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern))
                .toList();
    }

    boolean isEmpty() {
        return matchers.isEmpty();
    }

    boolean match(String text) {
        try {
            Path path = Path.of(text);
            Path name = path.getFileName();
            return matchers.stream().anyMatch(each -> each.matches(path) || (name != null && each.matches(name)));
        } catch (InvalidPathException e) {
            // A name that this machine cannot have matches no pattern of its.
            return false;
        }
    }
}
