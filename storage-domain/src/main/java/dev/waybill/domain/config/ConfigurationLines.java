package dev.waybill.domain.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The lines of a configuration, and which of them are about which remote. Adds and removes whole lines, so that all
/// others stay as they are. It knows the layout that people write; who uses it reads what comes of it.
final class ConfigurationLines {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9_./@-]*");
    private static final String REMOTES = "remotes";
    private static final String INDENT = "  ";

    private final List<String> lines;
    private final String lineEnd;
    private final YamlNode.Mapping top;

    /// @param text as it is now
    /// @param top what it says
    ConfigurationLines(String text, YamlNode.Mapping top) {
        this.lines = new ArrayList<>(text.lines().toList());
        this.lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
        this.top = top;
    }

    /// Adds a remote behind the others.
    ///
    /// @return why it cannot be done; empty if it was
    Optional<String> add(String name, Map<String, String> settings) {
        Optional<YamlNode.Entry> remotes = top.entry(REMOTES);
        if (remotes.isEmpty()) {
            if (top.entries().stream().anyMatch(entry -> entry.place().column() != 1)) {
                return Optional.of("its keys do not begin at the beginning of lines");
            }
            if (!lines.isEmpty() && !lines.getLast().isBlank()) {
                lines.add("");
            }
            lines.add(REMOTES + ":");
            lines.addAll(block(INDENT, name, settings));
            return Optional.empty();
        }
        int line = remotes.get().place().line();
        if (remotes.get().value() instanceof YamlNode.Mapping others
                && !others.entries().isEmpty()) {
            if (isInBraces(remotes.get())) {
                return Optional.of("its remotes are written in braces");
            }
            YamlNode.Entry last = others.entries().getLast();
            String indent = " ".repeat(last.place().column() - 1);
            lines.addAll(endOf(last), block(indent, name, settings));
            return Optional.empty();
        }
        if (!at(line).strip().matches(REMOTES + "\\s*:(\\s*#.*)?")) {
            return Optional.of("its remotes are not written as lines");
        }
        lines.addAll(line, block(INDENT, name, settings));
        return Optional.empty();
    }

    /// Removes a remote.
    ///
    /// @return why it cannot be done; empty if it was
    Optional<String> remove(String name) {
        YamlNode.Entry remotes = top.entry(REMOTES).orElseThrow();
        if (!(remotes.value() instanceof YamlNode.Mapping others) || isInBraces(remotes)) {
            return Optional.of("its remotes are written in braces");
        }
        remove(others.entry(name).orElseThrow());
        return Optional.empty();
    }

    /// Removes what says which remote is used where none is named.
    void removeDefault() {
        top.entry("remote").ifPresent(this::remove);
    }

    private void remove(YamlNode.Entry entry) {
        int from = entry.place().line();
        lines.subList(from - 1, endOf(entry)).clear();
    }

    /// In braces the first key stands on the line of the group, or the group does not end with its colon.
    private boolean isInBraces(YamlNode.Entry group) {
        return at(group.place().line()).substring(group.place().column() - 1).contains("{");
    }

    /// The number of the last line of an entry: behind it come only lines that are less deep, or blank.
    private int endOf(YamlNode.Entry entry) {
        int depth = entry.place().column() - 1;
        int end = entry.place().line();
        for (int line = end + 1; line <= lines.size(); line++) {
            String text = at(line);
            if (!text.isBlank()) {
                if (text.length() - text.stripLeading().length() <= depth) {
                    break;
                }
                end = line;
            }
        }
        return end;
    }

    private String at(int line) {
        return lines.get(line - 1);
    }

    private static List<String> block(String indent, String name, Map<String, String> settings) {
        var block = new ArrayList<String>();
        block.add(indent + name + ":");
        settings.forEach((key, value) -> block.add(indent + INDENT + key + ": " + scalar(value)));
        return block;
    }

    /// A value in YAML: in double quotes, whose escapes are those of JSON, unless it is plainly a word.
    private static String scalar(String value) {
        if (PLAIN.matcher(value).matches()) {
            return value;
        }
        var text = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').appendCodePoint(c);
            } else if (Character.isISOControl(c)) {
                text.append("\\u%04X".formatted(c));
            } else {
                text.appendCodePoint(c);
            }
        });
        return text.append('"').toString();
    }

    String text() {
        return lines.isEmpty() ? "" : String.join(lineEnd, lines) + lineEnd;
    }
}
