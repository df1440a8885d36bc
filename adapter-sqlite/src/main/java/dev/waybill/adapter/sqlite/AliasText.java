package dev.waybill.adapter.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// All aliases of an artifact in one column, beside the table of them, so that a list reads them with its rows: of each
/// its number, how many bytes its name has, and the name. Names may hold anything.
final class AliasText {
    /// The same, made of the table.
    static final String OF_ARTIFACT =
            "(SELECT coalesce(group_concat(alias.number || ' ' || length(CAST(alias.name AS BLOB))"
                    + " || ' ' || alias.name, ''), '') FROM alias WHERE alias.artifact = artifact.id)";

    private AliasText() {}

    static String of(Map<String, Integer> aliases) {
        var text = new StringBuilder();
        new TreeMap<>(aliases)
                .forEach((name, number) -> text.append(number)
                        .append(' ')
                        .append(name.getBytes(StandardCharsets.UTF_8).length)
                        .append(' ')
                        .append(name));
        return text.toString();
    }

    /// The aliases in the bytes of such a column.
    static Map<String, Integer> read(byte[] text) {
        var aliases = new TreeMap<String, Integer>();
        for (int at = 0; at < text.length; ) {
            int number = 0;
            for (; text[at] != ' '; at++) {
                number = 10 * number + text[at] - '0';
            }
            int bytes = 0;
            for (at++; text[at] != ' '; at++) {
                bytes = 10 * bytes + text[at] - '0';
            }
            aliases.put(new String(text, at + 1, bytes, StandardCharsets.UTF_8), number);
            at += 1 + bytes;
        }
        return aliases;
    }
}
