package dev.waybill.domain.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The variables of a `.env` file, as python-dotenv reads them where they are on one line each.
///
/// A line is `NAME=value`, perhaps with `export` before it and blanks around the `=`. In double quotes a `\` takes the
/// next character as it is; in single quotes too. Without quotes, the value ends before ` #`. Of several lines
/// the last counts; lines that are none are passed over. Nothing is replaced in values.
final class DotenvText {
    private static final Pattern LINE = Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*=\\s*"
            + "(?:'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|([^'\"\\s#].*?)?)\\s*(?:(?<=\\s)#.*)?");

    private final String text;

    DotenvText(String text) {
        this.text = text;
    }

    /// The value of a variable; empty if there is none, or nothing in it.
    Optional<String> value(String name) {
        return text.lines()
                .map(LINE::matcher)
                .filter(line -> line.matches() && line.group(1).equals(name))
                .map(DotenvText::valueOf)
                .reduce((earlier, later) -> later)
                .filter(value -> !value.isBlank());
    }

    private static String valueOf(Matcher line) {
        for (int quoted = 2; quoted <= 3; quoted++) {
            if (line.group(quoted) != null) {
                return line.group(quoted).replaceAll("\\\\(.)", "$1");
            }
        }
        return line.group(4) == null ? "" : line.group(4);
    }
}
