package dev.waybill.adapter.sftp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A machine on the way as it was named, before anything was looked up: `user@host:port`, as in `ProxyJump`.
///
/// @param user who logs in there
/// @param host its name or alias
/// @param port its port, or 0
record Jump(Optional<String> user, String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("(?:ssh://)?(?:([^@\\s,]+)@)?(\\[[^\\]\\s]+\\]|[^:@\\s\\[\\]/,]+)(?::([0-9]{1,5}))?/?");

    /// Those that a text names, with commas between.
    ///
    /// @throws IllegalArgumentException if one is not named so
    static List<Jump> listOf(String text) {
        var named = new ArrayList<Jump>();
        if (text.isBlank() || text.strip().toLowerCase(Locale.ROOT).equals("none")) {
            return named;
        }
        for (String one : text.split(",", -1)) {
            var matcher = FORM.matcher(one.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "not a machine to go through: " + one.strip() + ": it must be user@host:port");
            }
            String port = matcher.group(3);
            named.add(new Jump(
                    Optional.ofNullable(matcher.group(1)),
                    matcher.group(2).replaceAll("[\\[\\]]", ""),
                    port == null ? 0 : Integer.parseInt(port)));
        }
        return named;
    }

    /// The rule that a text that should name some breaks, if any.
    static Optional<String> violation(String text) {
        try {
            var ports = listOf(text).stream().mapToInt(Jump::port);
            return ports.allMatch(port -> port <= 65_535)
                    ? Optional.empty()
                    : Optional.of("a port must be at most 65535");
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
