package dev.waybill.domain.sync;

/// What keeps a key out of runs.
///
/// @param rule which kind of rule
/// @param name what it matched: the key, or a folder on the way to it
/// @param file the ignore file that holds the rule; empty if it is in none
/// @param line where in the file, or which of the patterns given, counted from 1; 0 if it is neither
/// @param pattern the rule as it is written; empty where no pattern decides
public record HiddenBy(Rule rule, String name, String file, int line, String pattern) {
    /// The kinds of rules.
    public enum Rule {
        /// The folder is Waybill's own.
        STATE_FOLDER,
        /// An exclude pattern matches.
        EXCLUDE,
        /// There are include patterns, and none matches.
        NOT_INCLUDED,
        /// A line of an ignore file matches.
        IGNORE_FILE
    }

    /// The rule in words.
    public String text() {
        return switch (rule) {
            case STATE_FOLDER -> name + " is Waybill's own folder, which is never synced";
            case EXCLUDE -> "the exclude pattern \"" + pattern + "\" matches " + name;
            case NOT_INCLUDED -> "there are include patterns, and none of them matches";
            case IGNORE_FILE -> file + ", line " + line + " (" + pattern + ") matches " + name;
        };
    }
}
