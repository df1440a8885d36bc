package dev.waybill.domain.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.InvalidPatternException;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.eclipse.jgit.ignore.internal.PathMatcher;

/// Patterns in gitignore syntax, of one file or one option. Of those that match a path the last decides.
final class IgnoreRules {
    /// Decides nothing.
    static final IgnoreRules NONE = new IgnoreRules(List.of());

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final List<Rule> rules;

    /// One pattern.
    ///
    /// @param line where it stands, counted from 1
    record Rule(FastIgnoreRule matcher, String pattern, int line) {
        /// Whether what it matches is ignored, and not taken back.
        boolean ignores() {
            return matcher.getResult();
        }
    }

    private IgnoreRules(List<Rule> rules) {
        this.rules = rules;
    }

    /// @throws IllegalArgumentException naming the first that is no pattern
    static void requireValid(List<String> patterns) {
        ofPatterns(patterns);
    }

    /// The rules that `patterns` are.
    ///
    /// @throws IllegalArgumentException naming the first that is no pattern
    static IgnoreRules ofPatterns(List<String> patterns) {
        var rules = new ArrayList<Rule>();
        for (String pattern : patterns) {
            rules.add(rule(pattern, rules.size() + 1)
                    .orElseThrow(() -> new IllegalArgumentException("not a pattern: \"" + pattern
                            + "\": it must be one in gitignore syntax, such as *.tmp, /build/ or !keep.tmp")));
        }
        return rules.isEmpty() ? NONE : new IgnoreRules(rules);
    }

    /// The rules that a file with this text holds; blank lines and those that begin with `#` are none.
    ///
    /// @param file its name, for the error
    /// @throws SyncRefused.BadIgnoreFile naming the first line that is no pattern
    static IgnoreRules ofFile(String file, String text) {
        var rules = new ArrayList<Rule>();
        var lines = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text)
                .lines()
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.startsWith("#")) {
                int number = i + 1;
                rules.add(rule(line, number).orElseThrow(() -> new SyncRefused.BadIgnoreFile(file, number, line)));
            }
        }
        return rules.isEmpty() ? NONE : new IgnoreRules(rules);
    }

    private static Optional<Rule> rule(String pattern, int line) {
        boolean isPattern = !pattern.isBlank() && !pattern.startsWith("#") && isWellFormed(pattern);
        return isPattern
                ? Optional.of(new FastIgnoreRule(pattern))
                        .filter(matcher -> !matcher.isEmpty())
                        .map(matcher -> new Rule(matcher, pattern, line))
                : Optional.empty();
    }

    /// Asked beforehand, since the rule itself only logs what is wrong with its pattern and then matches nothing.
    private static boolean isWellFormed(String pattern) {
        String text = pattern.startsWith("!") ? pattern.substring(1) : pattern;
        String name = text.stripTrailing().replaceFirst("/+$", "");
        try {
            return !name.isEmpty() && PathMatcher.createPathMatcher(name, '/', false) != null;
        } catch (InvalidPatternException e) {
            return false;
        }
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    /// The last rule that matches `path`, which decides; empty if none does.
    ///
    /// @param path relative to where the rules stand, without a `/` at the end
    Optional<Rule> match(String path, boolean folder) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            if (rules.get(i).matcher().isMatch(path, folder, true)) {
                return Optional.of(rules.get(i));
            }
        }
        return Optional.empty();
    }
}
