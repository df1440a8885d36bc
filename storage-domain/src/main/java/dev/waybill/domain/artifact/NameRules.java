package dev.waybill.domain.artifact;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// The rules of names that people give and that become parts of keys.
final class NameRules {
    private static final int MOST_BYTES = 200;
    private static final String FORBIDDEN = "/\\:*?\"<>|";
    private static final Pattern VERSION = Pattern.compile("[vV][0-9]+");

    private NameRules() {}

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    static void require(String what, String name) {
        violation(name).ifPresent(rule -> {
            throw new IllegalArgumentException("not the " + what + ": " + quoted(name) + ": " + rule);
        });
    }

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    static void requireAlias(String alias) {
        Optional<String> rule = violation(alias);
        if (rule.isEmpty() && alias.indexOf(' ') >= 0) {
            rule = Optional.of("it must have no blank");
        }
        if (rule.isEmpty() && VERSION.matcher(alias).matches()) {
            rule = Optional.of("it would be taken for a version");
        }
        rule.ifPresent(broken -> {
            throw new IllegalArgumentException("not an alias: " + quoted(alias) + ": " + broken);
        });
    }

    /// @throws IllegalArgumentException naming the value and the rule it breaks
    static void requireTag(String tag) {
        if (tag.isBlank() || tag.length() > MOST_BYTES || tag.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("not a tag: " + quoted(tag) + ": it must be 1 to " + MOST_BYTES
                    + " characters, not all blank and none a control character");
        }
    }

    /// The rule that a name breaks, if any.
    static Optional<String> violation(String name) {
        if (name.isBlank()) {
            return Optional.of("it is empty");
        }
        if (name.startsWith(".")) {
            return Optional.of("it begins with a full stop");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return Optional.of("it is longer than " + MOST_BYTES + " bytes");
        }
        boolean bad = name.chars()
                .anyMatch(c -> FORBIDDEN.indexOf(c) >= 0
                        || Character.isISOControl(c)
                        || (Character.getType(c) == Character.SURROGATE && !isPaired(name)));
        return bad ? Optional.of("it must have none of " + FORBIDDEN + " and no control character") : Optional.empty();
    }

    private static boolean isPaired(String name) {
        return name.codePoints().noneMatch(c -> c <= Character.MAX_VALUE && Character.isSurrogate((char) c));
    }

    /// A name for a message: in quotes, control characters left out, cut where it is long.
    static String quoted(String name) {
        String shown = name.length() > 120 ? name.substring(0, 120) + "…" : name;
        return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
