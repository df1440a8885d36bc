package dev.waybill.cli.dvc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The text of one of DVC's files of settings, of which single keys are changed: all other lines stay as they are,
/// comments too. DVC writes and reads them by configobj: sections in brackets, `key = value` in them. One thread.
final class DvcSettings {
    private static final Pattern HEADER = Pattern.compile("\\s*\\[.*");
    private static final Pattern PLAIN = Pattern.compile("[^\\s,\"'#\\[\\]]([^,\"'#\\n]*[^\\s,\"'#])?");

    private final List<String> lines;

    DvcSettings(String text) {
        lines = new ArrayList<>(text.lines().toList());
    }

    /// Sets the keys of a section, or removes those that are empty. A section that is not there is put at the end.
    ///
    /// @param section `core`, `remote "naas"`
    /// @throws IllegalArgumentException if a value cannot be written, naming its key
    void set(String section, Map<String, Optional<String>> values) {
        int header = headerOf(section);
        if (header < 0) {
            if (values.values().stream().allMatch(Optional::isEmpty)) {
                return;
            }
            lines.add(section.contains("\"") ? "['" + section + "']" : "[" + section + "]");
            header = lines.size() - 1;
        }
        for (var entry : values.entrySet()) {
            set(header, entry.getKey(), entry.getValue());
        }
    }

    private void set(int header, String key, Optional<String> value) {
        Pattern own = Pattern.compile("\\s*" + Pattern.quote(key) + "\\s*=.*");
        int last = header;
        for (int i = header + 1;
                i < lines.size() && !HEADER.matcher(lines.get(i)).matches();
                i++) {
            if (own.matcher(lines.get(i)).matches()) {
                if (value.isPresent()) {
                    lines.set(i, line(key, value.get()));
                } else {
                    lines.remove(i);
                }
                return;
            }
            last = lines.get(i).isBlank() ? last : i;
        }
        if (value.isPresent()) {
            lines.add(last + 1, line(key, value.get()));
        }
    }

    private int headerOf(String section) {
        Pattern header = Pattern.compile("\\s*\\[\\s*(['\"]?)" + Pattern.quote(section) + "\\1\\s*]\\s*(#.*)?");
        for (int i = 0; i < lines.size(); i++) {
            if (header.matcher(lines.get(i)).matches()) {
                return i;
            }
        }
        return -1;
    }

    private static String line(String key, String value) {
        if (PLAIN.matcher(value).matches()) {
            return "    " + key + " = " + value;
        }
        if (value.isEmpty() || value.contains("\"") || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the value of " + key + " cannot be written into a file of DVC");
        }
        return "    " + key + " = \"" + value + "\"";
    }

    /// The whole text.
    String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
